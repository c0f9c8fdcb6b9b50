/**
 * Tells for how many seconds the audio stood still, once it runs again, because the system held the
 * context or the browser froze the page: meanwhile the audio thread has no time of its own to count by.
 */
export function watchStandstill(
  context: BaseAudioContext,
  onend: (seconds: number) => void,
  signal: AbortSignal,
): void {
  let since: { readonly page: number; readonly audio: number } | undefined;
  const begin = () => {
    since ??= { page: performance.now() / 1000, audio: context.currentTime };
  };
  const end = () => {
    if (!since || context.state !== 'running') return;
    // The audio may go on for a moment after the page is told, and begin before it.
    const { page, audio } = since;
    const stood = performance.now() / 1000 - page - (context.currentTime - audio);
    since = undefined;
    if (stood > 0) onend(stood);
  };
  const onstatechange = () => (context.state === 'running' ? end() : begin());
  context.addEventListener('statechange', onstatechange, { signal });
  // The context of a frozen page says that it runs.
  document.addEventListener('freeze', begin, { signal });
  document.addEventListener('resume', end, { signal });
}
