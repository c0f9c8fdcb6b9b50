import type { ReactiveElement } from 'lit';
import type { CallController } from './call/call-controller.js';
import type { StartOptions } from './call/call-options.js';
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
    const continuation = (this.#continuation = new Continuation(host, (carried) => {
      if (call.state !== 'idle' || consent.asked || consent.isNeeded(carried.consent)) return;
      this.start({ carried }).catch(() => {
        // `callerror` has told the page, and the card shows it.
      });
    }));
    call.permit = (start, carried) => {
      const go = () => {
        continuation.drop();
        return start();
      };
      if (!consent.isNeeded(carried?.consent)) return go();
      return consent.ask(go);
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

  /** Whether there is a call of the page before to go on with; undefined if there never was one. */
  get offering(): boolean | undefined {
    const { found, offered } = this.#continuation;
    return found ? offered !== undefined && this.#call.state === 'idle' : undefined;
  }

  /** Starts a call, or goes on with one. */
  start(options?: StartOptions): Promise<void> {
    const refusal = this.#refusal(options);
    if (refusal) return Promise.reject(refusal);
    const started = this.#consent.asked ?? this.#call.start(options);
    // The question needs more room than a launcher has.
    if (this.asking && this.#host.variant === 'floating') this.#host.open = true;
    return started;
  }

  /** Goes on with the call of the page before. */
  goOn(): Promise<void> {
    return this.start({ carried: this.#continuation.offered });
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
   * Why the element may not start a call now: it is disabled or a preview, or nobody has touched the page, for an earlier
   * permission must not open the microphone of a mere visitor. Whoever goes on with a call has touched the page
   * before. Firefox before 120 does not tell of that: https://developer.mozilla.org/en-US/docs/Web/API/Navigator/userActivation
   */
  #refusal({ carried }: StartOptions = {}): Error | undefined {
    const { disabled, preview, allowAutostart } = this.#host;
    const what = disabled ? 'disabled' : preview && 'a preview';
    if (what) return new DOMException(`<live-call> is ${what}.`, 'InvalidStateError');
    const { userActivation } = navigator as Partial<Navigator>;
    const allowed = carried || allowAutostart || userActivation?.hasBeenActive !== false;
    if (allowed || this.#call.state !== 'idle') return undefined;
    const help = 'Start a call in a click, or set allow-autostart.';
    return new DOMException(help, 'NotAllowedError');
  }
}
