import type { CallActivity } from './activity.js';
import { asCallError } from './errors.js';
import type { Ledger } from './ledger.js';
import type { Microphone, MicrophoneListener, TapeReport } from './ports/audio.js';

interface CallerListener {
  /** The microphone is on the tape. */
  joined(): void;
  failed(error: unknown): void;
}

/** The caller's side of a call: the microphone, from the start or from when it is asked to take part. */
export class Caller {
  readonly #ledger: Ledger;
  readonly #activity: CallActivity;
  readonly #on: CallerListener;
  readonly #signal: AbortSignal;
  #microphone: Microphone | undefined;
  #onattached = () => {};
  readonly #attached = new Promise<void>((resolve) => (this.#onattached = resolve));
  /** Settles as the microphone is had or not; undefined while none is asked for. */
  #joined: Promise<void> | undefined;

  /** The call is over when `signal` aborts. */
  constructor(
    { ledger, activity }: { readonly ledger: Ledger; readonly activity: CallActivity },
    on: CallerListener,
    signal: AbortSignal,
  ) {
    this.#ledger = ledger;
    this.#activity = activity;
    this.#on = on;
    this.#signal = signal;
  }

  /** Listens to the microphone. */
  readonly listener: MicrophoneListener = {
    talkingMuted: (talkingMuted) => this.#activity.set({ talkingMuted }),
    warned: (microphone) => this.#activity.set({ microphone }),
    failed: (error) => this.#on.failed(error),
  };

  /** Has the microphone of a call, which takes part from the start unless `text`. */
  attach(microphone: Microphone, text = false): void {
    this.#microphone = microphone;
    this.#onattached();
    const { taped } = microphone;
    const begun = text ? taped : taped.then(() => this.#take());
    begun.catch((error: unknown) => this.#on.failed(error));
    if (!text) this.#joined = begun;
  }

  /** The account of the tapes; the caller spoke for `spokenMs` since the last one. */
  captured(report: TapeReport, spokenMs: number): void {
    this.#ledger.taped(report);
    this.#activity.setLevel(report.level, false);
    this.#activity.heard(spokenMs);
  }

  /** Whether nobody has said or written anything yet, the model included. */
  get quiet(): boolean {
    return this.#activity.spokeAt === 0;
  }

  /**
   * Lets the microphone take part. Rejects with a CallError where there is none to be had, and the call goes
   * on in writing; with an AbortError when the call ends before.
   */
  join(): Promise<void> {
    this.#joined ??= this.#join();
    // The card tells of a refusal; do not raise `unhandledrejection` too.
    this.#joined.catch(() => {});
    return this.#joined;
  }

  async #join(): Promise<void> {
    this.#activity.set({ text: { asking: true } });
    try {
      await orAborted(this.#open(), this.#signal);
      this.#take();
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#joined = undefined;
      const refusal = asCallError(error, 'internal');
      this.#activity.set({ text: { asking: false, refusal } });
      throw refusal;
    }
  }

  /** Asks in this very task, unless the call waits for another one to end. */
  async #open(): Promise<void> {
    if (!this.#microphone) await this.#attached;
    await this.#microphone?.open();
  }

  /** The microphone is on the tape. */
  #take(): void {
    this.#on.joined();
    this.#activity.set({ text: undefined });
  }
}

/** Settles as `work` does, or rejects once `signal` aborts. */
function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
