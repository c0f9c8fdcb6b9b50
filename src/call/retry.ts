/** Waits before each attempt to reopen a session, in ms, spread so that callers do not come back in a herd. */
const DELAYS = [0, 500, 1000, 2000, 4000, 8000];
const SPREAD = 0.5;

/** A session that held for so long, in ms, earns all attempts anew. */
const STABLE = 10_000;

/** Decides whether a lost session is worth another attempt, and when. */
export class Retry {
  #attempt = 0;
  #openedAt = 0;

  opened(): void {
    this.#openedAt = performance.now();
  }

  /** Resolves `true` when it is time for the next attempt, `false` when there is none or the signal aborted. */
  async next(signal: AbortSignal): Promise<boolean> {
    if (performance.now() - this.#openedAt > STABLE) this.#attempt = 0;
    const delay = DELAYS[this.#attempt++];
    if (delay === undefined) return false;
    if (delay > 0) await pause(delay * (1 - SPREAD * Math.random()), signal);
    return !signal.aborted;
  }
}

/** Resolves after `ms`, or at once when the network comes back or the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    globalThis.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
