/** Voice to gather before the first sound, on a good connection. */
const MIN_SECONDS = 0.02;
/** Voice to gather before the first sound, at most. */
const MAX_SECONDS = 0.24;

/**
 * How much voice to gather before it starts to sound. The target doubles whenever the voice runs dry in
 * the middle of a turn, and a turn in which it does not halves it.
 */
export class JitterTarget {
  #targetSeconds = MIN_SECONDS;
  #waitedSeconds = 0;
  #clean = true;

  /** The first piece has come. */
  start(): void {
    this.#waitedSeconds = 0;
  }

  /** Counts time that passes while the queue gathers. */
  elapse(seconds: number): void {
    this.#waitedSeconds += seconds;
  }

  /** Whether enough voice is queued, or the wait was long enough. */
  isMet(queuedSeconds: number): boolean {
    return queuedSeconds >= this.#targetSeconds || this.#waitedSeconds >= this.#targetSeconds;
  }

  /** The voice ran dry in the middle of a turn. */
  grow(): void {
    this.#targetSeconds = Math.min(MAX_SECONDS, 2 * this.#targetSeconds);
    this.#clean = false;
  }

  /** A turn has been played to its end. */
  relax(): void {
    if (this.#clean) this.#targetSeconds = Math.max(MIN_SECONDS, this.#targetSeconds / 2);
    this.#clean = true;
  }
}
