/** The longest waits before each attempt to reopen a session, in ms: 24 to 48 s in all. */
const DELAYS = [500, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000];

/** The part of a wait that is left to chance, so that callers do not come back in a herd. */
const SPREAD = 0.5;

/** A session that held for so long, in ms, earns all attempts anew. */
const STABLE_MS = 10_000;

/** Hand-overs in a row begin at most so far apart, in ms: the tape holds the speech of a much longer gap. */
const MOST_APART_MS = 2000;

/** When to give up. */
export interface RetryLimits {
  /** At most as many as there are waits. */
  readonly attempts: number;
  /** A server that wants to be left alone for longer than this is not worth a caller's wait. */
  readonly patienceMs: number;
  /** After so long no caller waits for the call any more: the machine may have slept meanwhile. */
  readonly giveUpMs: number;
}

/** For a call that was on. */
export const REOPEN: RetryLimits = {
  attempts: DELAYS.length,
  patienceMs: 60_000,
  giveUpMs: 120_000,
};

/** For a call that begins: its caller looks at the screen, and speaks already. */
export const FIRST_OPEN: RetryLimits = { attempts: 3, patienceMs: 5000, giveUpMs: 8000 };

/** Milliseconds before attempt number `attempt`, counted from 0; undefined when there is no such attempt. `chance` is 0 to 1. */
export function backoff(attempt: number, chance: number): number | undefined {
  const delay = DELAYS[attempt];
  // The first wait may be none at all: a server that goes down loses all its callers in one moment.
  const spread = attempt === 0 ? 1 : SPREAD;
  return delay === undefined ? undefined : delay * (1 - spread * chance);
}

/** Decides whether a session is worth another attempt, and when. */
export class Retry {
  readonly #limits: RetryLimits;
  #attempt = 0;
  #openedAt = 0;
  /** How many hand-overs in a row came so soon after the last session had opened that it was not stable. */
  #hasty = 0;
  /** By the date, which goes on while the machine sleeps. */
  #lostAt = Infinity;

  constructor(limits: RetryLimits = REOPEN) {
    this.#limits = limits;
  }

  opened(): void {
    this.#openedAt = performance.now();
  }

  /** The session was lost, or the search for one begins: from now on the caller waits. Returns whether it had been stable. */
  lost(): boolean {
    this.#lostAt = Date.now();
    const stable = this.#held > STABLE_MS;
    if (stable) this.renew();
    return stable;
  }

  /** All attempts are left again. */
  renew(): void {
    this.#attempt = 0;
  }

  /**
   * Resolves when it is time to dial for a hand-over, which is no failure: at once, unless one follows the
   * other so closely that the server would be stormed. `false` when the signal aborted.
   */
  async handOver(signal: AbortSignal): Promise<boolean> {
    this.renew();
    this.#hasty = this.#held > STABLE_MS ? 0 : this.#hasty + 1;
    const apart = this.#hasty > 1 ? Math.min(500 * 2 ** (this.#hasty - 2), MOST_APART_MS) : 0;
    await pause(apart - this.#held, signal, []);
    return !signal.aborted;
  }

  /** How long the session has been open, in ms. */
  get #held(): number {
    return performance.now() - this.#openedAt;
  }

  /**
   * Resolves `true` when it is time for the next attempt, `false` when there is none or the signal
   * aborted. The wait begins after the `atLeast` ms that the server asked for, which it asks of all alike;
   * a network that comes back cuts the rest of it short.
   */
  async next(signal: AbortSignal, atLeast = 0): Promise<boolean> {
    const { attempts, patienceMs, giveUpMs } = this.#limits;
    const attempt = this.#attempt++;
    const delay = backoff(attempt, Math.random());
    if (delay === undefined || attempt >= attempts || atLeast > patienceMs) return false;
    await pause(atLeast, signal, []);
    await pause(delay, signal, ['online']);
    return !signal.aborted && Date.now() - this.#lostAt < giveUpMs;
  }
}

/** Resolves after `ms`, or at once when the page hears one of `events` or the signal aborts. */
function pause(ms: number, signal: AbortSignal, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    if (ms <= 0 || signal.aborted) return resolve();
    const over = new AbortController();
    const done = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { signal: over.signal });
    for (const type of events) globalThis.addEventListener(type, done, { signal: over.signal });
  });
}
