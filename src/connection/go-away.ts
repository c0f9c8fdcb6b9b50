/** Of the time that the server leaves, so much is kept back for the hand-over, in ms; at most half of it. */
const RESERVE_MS = 10_000;

/** So much is kept back, in ms and at most half, where the hand-over would break off a turn or a function call. */
const LAST_RESERVE_MS = 2000;

/** A server that does not say when it hangs up leaves so much time, in s, as far as we know. */
const UNKNOWN_SECONDS = 10;

/** setTimeout fires at once for more ms than this: https://html.spec.whatwg.org/#timers */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * The server has said that it will hang up (https://ai.google.dev/gemini-api/docs/live-session#goaway).
 * The session is handed over in the first moment in which it can be resumed whole: a handle comes while
 * the model has said all of its turn and no function call waits for its answer. When time runs out it
 * is handed over all the same, by our own timer, since the server may not say another word.
 */
export class GoAwayHandOver {
  readonly #handOver: () => void;
  readonly #patient: boolean;
  readonly #isBusy: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `patient` waits for the end of the time: a server that says goAway at every start gains nothing by an early hand-over. */
  constructor(handOver: () => void, patient: boolean, isBusy: () => boolean) {
    this.#handOver = handOver;
    this.#patient = patient;
    this.#isBusy = isBusy;
  }

  /** The server hangs up in so many seconds; its newest word counts. */
  within(seconds = UNKNOWN_SECONDS): void {
    const left = Math.min(seconds * 1000, LONGEST_MS);
    const quietly = Math.max(left - RESERVE_MS, left / 2);
    this.#in(quietly, () => {
      if (!this.#isBusy()) return this.#handOver();
      const rest = left - quietly;
      this.#in(Math.max(rest - LAST_RESERVE_MS, rest / 2), this.#handOver);
    });
  }

  /** A handle came while nothing was under way, neither a turn nor a function call. */
  resumableWhole(): void {
    if (this.#patient) return;
    this.cancel();
    this.#handOver();
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }

  #in(ms: number, run: () => void): void {
    this.cancel();
    this.#timer = setTimeout(run, ms);
  }
}
