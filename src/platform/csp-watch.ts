/** How long after a failed connection its violation may still be reported, in ms. */
const GRACE = 100;

/**
 * Tells whether the page's Content Security Policy forbids a connection. Browsers agree on nothing
 * else about it: Firefox and Safari throw from `new WebSocket`, Chromium gives a closed socket that
 * fires `error` and never `close`, and `fetch` fails as on a dead network. All of them fire
 * `securitypolicyviolation`, though not in step with the failure.
 */
export class CspWatch {
  readonly #url: URL;
  readonly #stopped = new AbortController();
  #blocked = false;
  #report: (() => void) | undefined;

  /** Watches for violations by a connection to `url`, from now on. */
  constructor(url: string) {
    this.#url = new URL(url);
    // Windows and workers have it; a server has not, and no policy either.
    globalThis.addEventListener?.('securitypolicyviolation', (event) => this.#judge(event), {
      signal: this.#stopped.signal,
    });
  }

  /** The origin that was forbidden since the watch began. */
  get blocked(): string | undefined {
    return this.#blocked ? this.#url.origin : undefined;
  }

  /** The same, once a violation is reported or {@link GRACE} ms are over without one. */
  async verdict(): Promise<string | undefined> {
    if (!this.#blocked) {
      await new Promise<void>((resolve) => {
        this.#report = resolve;
        setTimeout(resolve, GRACE);
      });
    }
    return this.blocked;
  }

  /** Ends the watch. */
  stop(): void {
    this.#stopped.abort();
  }

  #judge({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void {
    if (disposition !== 'enforce' || effectiveDirective !== 'connect-src') return;
    // For a WebSocket, CSP level 3 reports the scheme alone, Chromium the address:
    // https://w3c.github.io/webappsec-csp/#strip-url-for-use-in-reports
    const { host, protocol } = this.#url;
    if (!blockedURI.includes(host) && blockedURI !== protocol.slice(0, -1)) return;
    this.#blocked = true;
    this.#report?.();
  }
}
