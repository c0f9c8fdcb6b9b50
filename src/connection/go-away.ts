/** Of the time that the server leaves, so much is kept back for the hand-over, in ms; at most half of it. */
const RESERVE_MS = 10_000;

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
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `patient` waits for the end of the time: a server that says goAway at every start gains nothing by an early hand-over. */
  constructor(handOver: () => void, patient: boolean) {
    this.#handOver = handOver;
    this.#patient = patient;
  }

  /** The server hangs up in so many seconds; its newest word counts. */
  within(seconds: number): void {
    const left = Math.min(seconds * 1000, LONGEST_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#handOver, Math.max(left - RESERVE_MS, left / 2));
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
}
