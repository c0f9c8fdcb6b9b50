/**
 * Tells for how many seconds the audio stood still, once it runs again, because the system held the
 * context or the browser froze the page: meanwhile the audio thread has no time of its own to count by.
 * The function that it returns has told what there is to tell so far.
 */
export function watchStandstill(
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
