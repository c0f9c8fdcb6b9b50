/** From one drawing of the level to the next, in ms: each costs more than the chunk that brought it. */
const INTERVAL_MS = 100;

/** At this loudness and below, in dB of full scale, the meter rests. */
const REST_DB = -50;

/** Height of the meter, 0 to 1, for a peak of 0 to 1. Loudness is felt on a logarithmic scale. */
function heightOf(peak: number): number {
  return peak > 0 ? Math.max(0, 1 - (20 * Math.log10(peak)) / REST_DB) : 0;
}

/** Makes a function that takes each new peak, 0 to 1, and draws the loudest ten times a second. */
export function createMeter(find: () => Iterable<HTMLElement> | undefined): (peak: number) => void {
  let drawnAt = 0;
  let loudest = 0;
  return (peak) => {
    loudest = Math.max(loudest, peak);
    const now = performance.now();
    if (now - drawnAt < INTERVAL_MS) return;
    drawnAt = now;
    // A property, not a style attribute: a strict CSP allows it.
    for (const meter of find() ?? []) {
      meter.style.setProperty('--_level', heightOf(loudest).toFixed(2));
    }
    loudest = 0;
  };
}
