/** Milliseconds from one look at the clock to the next. */
const POLL_MS = 500;
/** Milliseconds after which a clock that stands still is taken for broken. */
const STALL_LIMIT_MS = 2000;

/**
 * Tells, once, when a context says that it runs while its clock stands still. A look that comes late
 * counts as one: a page that was busy, frozen or asleep knows nothing of the time in between.
 */
export function watchStalledClock(
  context: BaseAudioContext,
  onstalled: () => void,
  signal: AbortSignal,
): void {
  let looked = performance.now();
  let seen: number | undefined;
  let still = 0;
  const look = () => {
    const now = performance.now();
    const { state, currentTime } = context;
    still =
      state === 'running' && currentTime === seen ? still + Math.min(now - looked, POLL_MS) : 0;
    looked = now;
    seen = currentTime;
    if (still < STALL_LIMIT_MS) return;
    clearInterval(timer);
    onstalled();
  };
  const timer = setInterval(look, POLL_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/**
 * Tells for how many seconds the audio stood still, once it runs again, because the system held the
 * context or the browser froze the page: meanwhile the audio thread has no time of its own to count by.
 * The function that it returns has told what there is to tell so far.
 */
export function watchSuspension(
  context: BaseAudioContext,
  onend: (seconds: number) => void,
  signal: AbortSignal,
): () => void {
  let since: number | undefined;
  const begin = () => {
    since ??= performance.now();
  };
  const settle = () => {
    if (since === undefined) return;
    const now = performance.now();
    onend((now - since) / 1000);
    since = now;
  };
  const end = () => {
    if (context.state !== 'running') return;
    settle();
    since = undefined;
  };
  const onstatechange = () => (context.state === 'running' ? end() : begin());
  context.addEventListener('statechange', onstatechange, { signal });
  // The context of a frozen page says that it runs.
  document.addEventListener('freeze', begin, { signal });
  document.addEventListener('resume', end, { signal });
  return settle;
}
