/**
 * Keeps the screen on until the function that it returns is called, where the browser lets a page: a phone that
 * locks itself cuts the call off. The browser takes the lock away with each look at another page:
 * https://w3c.github.io/screen-wake-lock/#handling-document-loss-of-visibility
 */
export function keepAwake(): () => void {
  const { document, navigator } = globalThis as Partial<typeof globalThis>;
  const over = new AbortController();
  const { signal } = over;
  const ask = async () => {
    if (document?.visibilityState !== 'visible') return;
    try {
      const lock = await (navigator as Partial<Navigator>).wakeLock?.request('screen');
      const release = () => void lock?.release().catch(() => {});
      if (signal.aborted) release();
      else signal.addEventListener('abort', release, { once: true });
    } catch {
      // A battery that is low or a policy of the page forbids it; the call goes on without.
    }
  };
  document?.addEventListener('visibilitychange', () => void ask(), { signal });
  void ask();
  return () => over.abort();
}
