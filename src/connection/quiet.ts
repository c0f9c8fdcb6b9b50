/** The caller is told of speech that waits for longer, in ms: one text that is tried alone is no news. */
const LONG_MS = 1200;

/** The quiet on the line around texts that are tried: speech waits until it is over. */
export class Quiet {
  readonly #over: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Since when speech waits, on the clock of the page, in ms; a lost connection does not end the wait. */
  #since = Infinity;

  /** Calls `over` at the end of the quiet. */
  constructor(over: () => void) {
    this.#over = over;
  }

  /** The line has to be quiet for `ms` from now on; returns whether that is any time. */
  begin(ms: number): boolean {
    this.stop();
    if (ms > 0) this.#timer = setTimeout(this.#over, ms);
    return ms > 0;
  }

  /** Whether speech has waited for long, given whether it waits now. */
  isLong(waits: boolean): boolean {
    const now = performance.now();
    this.#since = waits ? Math.min(this.#since, now) : Infinity;
    return now - this.#since > LONG_MS;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
