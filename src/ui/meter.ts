/** From one drawing of the level to the next, in ms: each costs more than the chunk that brought it. */
const INTERVAL_MS = 100;

/** At this loudness and below, in dB of full scale, the meter rests. */
const REST_DB = -50;

/** Height of the meter, 0 to 1, for a peak of 0 to 1. Loudness is felt on a logarithmic scale. */
function heightOf(peak: number): number {
  return peak > 0 ? Math.max(0, 1 - (20 * Math.log10(peak)) / REST_DB) : 0;
}

/**
 * Makes a function that takes each new peak, 0 to 1, and draws the loudest ten times a second on those of the
 * elements that are in sight.
 */
export function createMeter(find: () => Iterable<HTMLElement> | undefined): (peak: number) => void {
  const inSight = new WeakMap<Element, boolean>();
  let observer: IntersectionObserver | undefined;
  let drawnAt = 0;
  let loudest = 0;
  return (peak) => {
    loudest = Math.max(loudest, peak);
    const now = performance.now();
    if (now - drawnAt < INTERVAL_MS) return;
    drawnAt = now;
    const level = heightOf(loudest).toFixed(2);
    loudest = 0;
    observer ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) inSight.set(target, isIntersecting);
    });
    for (const { style, parentElement: frame } of find() ?? []) {
      // Not the meter, which may have no size at rest.
      observer.observe(frame!);
      if (inSight.get(frame!) === false || style.getPropertyValue('--_level') === level) continue;
      // A property, not a style attribute: a strict CSP allows it.
      style.setProperty('--_level', level);
    }
  };
}
