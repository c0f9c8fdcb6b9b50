/** So many functions may run at once, and begin within {@link WINDOW_MS}: a model that loops must not storm a backend. */
const AT_ONCE = 8;
const IN_WINDOW = 60;
const WINDOW_MS = 60_000;

/** Says whether one more function may run. */
export class CallLimit {
  /** When the newest functions began, oldest first, on the clock of the page, in ms. */
  #begun: number[] = [];

  /** Whether a function may begin beside `running` others; counts it if so. */
  takes(running: number): boolean {
    const now = performance.now();
    this.#begun = this.#begun.filter((at) => now - at < WINDOW_MS);
    return running < AT_ONCE && this.#begun.length < IN_WINDOW && this.#begun.push(now) > 0;
  }
}
