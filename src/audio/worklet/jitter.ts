/** Seconds gathered before the first sound, on a good line. */
const MIN_SECONDS = 0.02;
/** Seconds gathered before the first sound, at most. */
const MAX_SECONDS = 0.24;

/**
 * How much voice is gathered before it starts to sound. It doubles whenever the voice runs dry in the
 * middle of a turn, and is halved by a turn in which it does not.
 */
export class JitterTarget {
  #targetSeconds = MIN_SECONDS;
  #waitedSeconds = 0;
  #clean = true;

  /** The first piece has come. */
  start(): void {
    this.#waitedSeconds = 0;
  }

  /** Time passes while the voice is gathered. */
  elapse(seconds: number): void {
    this.#waitedSeconds += seconds;
  }

  /** Whether enough is queued, or was waited for long enough. */
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
