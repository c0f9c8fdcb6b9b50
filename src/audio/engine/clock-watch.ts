/** Milliseconds from one look at the clock to the next. */
const TICK = 500;
/** Milliseconds after which a clock that stands still is taken for broken. */
const LIMIT = 2000;

/**
 * Tells, once, when a context says that it runs while its clock stands still. A look that comes late
 * counts as one: a page that was busy, frozen or asleep knows nothing of the time in between.
 */
export function watchClock(
  context: BaseAudioContext,
  onfrozen: () => void,
  signal: AbortSignal,
): void {
  let looked = performance.now();
  let seen: number | undefined;
  let still = 0;
  const look = () => {
    const now = performance.now();
    const { state, currentTime } = context;
    still = state === 'running' && currentTime === seen ? still + Math.min(now - looked, TICK) : 0;
    looked = now;
    seen = currentTime;
    if (still < LIMIT) return;
    clearInterval(timer);
    onfrozen();
  };
  const timer = setInterval(look, TICK);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
