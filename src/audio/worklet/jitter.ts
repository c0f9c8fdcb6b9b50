/** Seconds gathered before the first sound, on a good line. */
const MIN = 0.02;
/** Seconds gathered before the first sound, at most. */
const MAX = 0.24;

/**
 * How much voice is gathered before it starts to sound. It doubles whenever the voice runs dry in the
 * middle of a turn, and is halved by a turn in which it does not.
 */
export class Prime {
  #length = MIN;
  #waited = 0;
  #clean = true;

  /** The first piece has come. */
  start(): void {
    this.#waited = 0;
  }

  /** Time passes while the voice is gathered. */
  elapse(seconds: number): void {
    this.#waited += seconds;
  }

  /** Whether enough is queued, or was waited for long enough. */
  isMet(queuedSeconds: number): boolean {
    return queuedSeconds >= this.#length || this.#waited >= this.#length;
  }

  /** The voice ran dry in the middle of a turn. */
  grow(): void {
    this.#length = Math.min(MAX, 2 * this.#length);
    this.#clean = false;
  }

  /** A turn has been played to its end. */
  relax(): void {
    if (this.#clean) this.#length = Math.max(MIN, this.#length / 2);
    this.#clean = true;
  }
}
