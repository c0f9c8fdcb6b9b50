/**
 * Runs `work` for at most `limit` ms. Settles as soon as the work does, the time is up (rejects with
 * `late()`) or `signal` aborts (rejects with its reason); in the last two cases the signal of the work
 * aborts too, and its late result is dropped.
 */
export function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  limit: number,
  late: () => Error,
  signal = new AbortController().signal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const aborter = new AbortController();
    const settled = new AbortController();
    const giveUp = (reason: unknown) => {
      settled.abort();
      reject(reason);
      aborter.abort(reason);
    };
    const timer = setTimeout(() => giveUp(late()), limit);
    settled.signal.addEventListener('abort', () => clearTimeout(timer));
    signal.addEventListener('abort', () => giveUp(signal.reason), { signal: settled.signal });
    void work(aborter.signal)
      .then(resolve, reject)
      .then(() => settled.abort());
  });
}
