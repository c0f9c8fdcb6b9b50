import type { ReactiveElement } from 'lit';
import type { KeptCall } from './across-pages.js';
import type { CallController } from './call/call-controller.js';
import { Consent } from './consent.js';
import { Continuation } from './continuation.js';
import type { ElementSettings } from './settings.js';

/** Everything that comes before a call of an element: whether it may start, the caller's consent, a call to go on with. */
export class StartGate {
  readonly #host: ReactiveElement & ElementSettings;
  readonly #call: CallController;
  readonly #consent: Consent;
  readonly #continuation: Continuation;

  constructor(host: ReactiveElement & ElementSettings, call: CallController) {
    this.#host = host;
    this.#call = call;
    const consent = (this.#consent = new Consent(host));
    const continuation = (this.#continuation = new Continuation(host, (kept) => {
      if (call.state !== 'idle' || consent.asked || consent.isNeeded(kept.consent)) return;
      this.start(kept).catch(() => {
        // `callerror` has told the page, and the card shows it.
      });
    }));
    call.permit = (start, carried) => {
      const go = () => {
        continuation.drop();
        return start();
      };
      return consent.isNeeded(carried?.consent) ? consent.ask(go) : go();
    };
  }

  /** Begins, after whoever else moves the focus when the card changes. */
  attach(): void {
    this.#host.addController(this.#consent);
    this.#host.addController(this.#continuation);
  }

  /** Whether the caller is asked to agree before the call starts. */
  get asking(): boolean {
    return this.#consent.asked !== undefined;
  }

  /** Whether there is a call of the page before to go on with. */
  get offering(): boolean {
    return this.#continuation.offered !== undefined;
  }

  /** Starts a call, or goes on with one that was `kept`. */
  start(kept?: KeptCall): Promise<void> {
    const refusal = this.#refusal(kept);
    return refusal ? Promise.reject(refusal) : (this.#consent.asked ?? this.#call.start(kept));
  }

  /** Goes on with the call of the page before. */
  goOn(): Promise<void> {
    return this.start(this.#continuation.offered);
  }

  /** The caller agrees. */
  agree(): void {
    if (!this.#host.disabled) this.#consent.agree();
  }

  /** Nobody is asked any more, and the call does not start. */
  refuse(): void {
    this.#consent.refuse();
  }

  /**
   * Why the element may not start a call now: it is disabled, or nobody has touched the page, for an earlier
   * permission must not open the microphone of a mere visitor. Whoever goes on with a call has touched the page
   * before. Firefox before 120 does not tell of that: https://developer.mozilla.org/en-US/docs/Web/API/Navigator/userActivation
   */
  #refusal(kept: KeptCall | undefined): Error | undefined {
    const { disabled, allowAutostart } = this.#host;
    if (disabled) return new DOMException('<live-call> is disabled.', 'InvalidStateError');
    const { userActivation } = navigator as Partial<Navigator>;
    const allowed = kept || allowAutostart || userActivation?.hasBeenActive !== false;
    if (allowed || this.#call.state !== 'idle') return undefined;
    const help = 'Start a call in a click, or set allow-autostart.';
    return new DOMException(help, 'NotAllowedError');
  }
}
