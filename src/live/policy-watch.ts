/** How long after a failed connection its violation may still be reported, in ms. */
const GRACE = 100;

/**
 * Tells whether the page's Content Security Policy forbids a connection. Browsers agree on nothing
 * else about it: Firefox and Safari throw from `new WebSocket`, Chromium gives a closed socket that
 * fires `error` and never `close`, and `fetch` says the same as for a dead network. All of them fire
 * `securitypolicyviolation`, though not in step with the failure.
 */
export class PolicyWatch {
  #blocked = false;
  #report: (() => void) | undefined;
  readonly #stopped = new AbortController();

  constructor() {
    // Windows and workers have it; a server has not, and no policy either.
    globalThis.addEventListener?.(
      'securitypolicyviolation',
      (event) => {
        const { disposition, effectiveDirective } = event as SecurityPolicyViolationEvent;
        if (disposition !== 'enforce' || effectiveDirective !== 'connect-src') return;
        this.#blocked = true;
        this.#report?.();
      },
      { signal: this.#stopped.signal },
    );
  }

  /** Whether a connection was forbidden since the watch began, or is within {@link GRACE} ms. */
  async verdict(): Promise<boolean> {
    if (!this.#blocked) {
      await new Promise<void>((resolve) => {
        this.#report = resolve;
        setTimeout(resolve, GRACE);
      });
    }
    return this.#blocked;
  }

  /** Ends the watch. */
  stop(): void {
    this.#stopped.abort();
  }
}
