/** Of the time that the server leaves, how much is kept back for the hand-over, in ms; at most half of it. */
const RESERVE = 10_000;

/** A timer of more ms than this goes off at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * A server has said that it will hang up. The session is handed over in the first moment in which it can
 * be taken up again whole: when a handle comes, the model has said all of its turn, and no call of a
 * function waits for its answer. When time runs out it is handed over all the same, by a timer of our
 * own, since the server may not say another word.
 */
export class Departure {
  readonly #leave: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(leave: () => void) {
    this.#leave = leave;
  }

  /** The server hangs up in so many seconds; its newest word counts. */
  within(seconds: number): void {
    const left = Math.min(seconds * 1000, LONGEST);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#leave, Math.max(left - RESERVE, left / 2));
  }

  /** The server gave a handle while nothing was under way: neither a turn nor a call. */
  now(): void {
    this.cancel();
    this.#leave();
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
