/** Of the time that the server leaves, how much is kept back for the hand-over, in ms; at most half of it. */
const RESERVE = 10_000;

/**
 * A server has said that it will hang up. The session is handed over when the model has said all of its
 * turn, or when time runs out: by a timer of our own, since the server may not say another word.
 */
export class Departure {
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #leave: () => void;

  /** `seconds` until the server hangs up. */
  constructor(seconds: number, leave: () => void) {
    const left = seconds * 1000;
    this.#leave = leave;
    this.#timer = setTimeout(leave, Math.max(left - RESERVE, left / 2));
  }

  turnComplete(): void {
    this.cancel();
    this.#leave();
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
