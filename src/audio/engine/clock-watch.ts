/** Time from one look at the clock to the next. */
const POLL_MS = 500;
/** A clock that stands still for as long counts as broken. */
const STALL_LIMIT_MS = 2000;

/**
 * Reports, once, that the clock of a running context stands still, as Safari leaves it after some
 * interruptions: https://github.com/GetStream/stream-video-js/pull/2249. A late look counts as one look:
 * a page that was busy, frozen or asleep knows nothing of the time in between.
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
 * Reports, once the audio runs again, for how many seconds it stood still: the system suspended the
 * context, or the browser froze the page. The audio thread cannot count that time, because its clock
 * stops. Call the function that it returns to report the time so far.
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
  // The context of a frozen page stays `running`: https://wicg.github.io/page-lifecycle/
  document.addEventListener('freeze', begin, { signal });
  document.addEventListener('resume', end, { signal });
  return settle;
}
