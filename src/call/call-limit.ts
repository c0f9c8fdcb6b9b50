/** So many functions may run at once, and begin within {@link WINDOW_MS}: a model that loops must not storm a backend. */
const AT_ONCE = 8;
const IN_WINDOW = 60;
const WINDOW_MS = 60_000;

/** Says whether one more function may run. */
export class CallLimit {
  /** When the newest functions began, oldest first, on the clock of the page, in ms. */
  #begun: number[] = [];

  /** Why a function may not begin beside `running` others; counts it where it may. */
  refusal(running: number): string | undefined {
    const now = performance.now();
    this.#begun = this.#begun.filter((at) => now - at < WINDOW_MS);
    if (running >= AT_ONCE) return `Too many calls at once: at most ${AT_ONCE} may run.`;
    if (this.#begun.length >= IN_WINDOW) return `Too many calls: at most ${IN_WINDOW} a minute.`;
    this.#begun.push(now);
    return undefined;
  }
}
