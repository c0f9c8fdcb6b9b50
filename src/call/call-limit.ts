/** So many functions may run at once, and begin within {@link WINDOW_MS}: a model that loops must not storm a backend. */
const AT_ONCE = 8;
const IN_WINDOW = 60;
const WINDOW_MS = 60_000;

/** Makes a function that says whether one more may begin beside `running` others, and counts it if so. */
export function callLimit(): (running: number) => boolean {
  /** When the newest functions began, oldest first, on the clock of the page, in ms. */
  let begun: number[] = [];
  return (running) => {
    const now = performance.now();
    begun = begun.filter((at) => now - at < WINDOW_MS);
    return running < AT_ONCE && begun.length < IN_WINDOW && begun.push(now) > 0;
  };
}
