/**
 * Tells for how many seconds the system held the context, once it runs again: meanwhile the audio
 * thread has no time of its own to count by.
 */
export function watchStandstill(
  context: BaseAudioContext,
  onend: (seconds: number) => void,
  signal: AbortSignal,
): void {
  let since: number | undefined;
  const onstatechange = () => {
    if (context.state !== 'running') since ??= performance.now();
    else if (since !== undefined) {
      onend((performance.now() - since) / 1000);
      since = undefined;
    }
  };
  context.addEventListener('statechange', onstatechange, { signal });
}
