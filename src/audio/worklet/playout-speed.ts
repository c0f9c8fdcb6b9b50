/** The least voice that is to be left when the next piece comes, in seconds; with less, the voice becomes slower. */
const MIN_CUSHION_SECONDS = 0.04;
/** The same while nothing is known of the connection, in seconds. */
const FIRST_CUSHION_SECONDS = 0.12;
const MAX_CUSHION_SECONDS = 0.24;
/** Voice to keep beside what the connection asks for, in seconds. */
const MARGIN_SECONDS = 0.02;

/** The voice is never slower than half as fast, and never faster than this. */
const SLOWEST = 0.5;
const FASTEST = 1.1;

/** How fast what was seen of the connection is forgotten, in seconds per second: a piece may be late again. */
const TRUST = 0.02;

/**
 * How fast the voice is played: slower where little of it is queued, so that it does not run dry before the next
 * piece comes, and afterwards faster for as long as more of it waits than an unsteady connection asks for.
 */
export class PlayoutSpeed {
  #cushionSeconds = FIRST_CUSHION_SECONDS;
  /** By how much the voice of this turn is later than it would be on a steady connection. */
  #addedSeconds = 0;
  /** The least that was queued of late. */
  #leastSeconds = 0;

  /** The speed for the next `seconds`, with so much queued: 1, or from 0.5 to 1.1. */
  next(queuedSeconds: number, seconds: number): number {
    const cushion = Math.max(MIN_CUSHION_SECONDS, this.#cushionSeconds - 2 * TRUST * seconds);
    this.#cushionSeconds = cushion;
    this.#leastSeconds = Math.min(queuedSeconds, this.#leastSeconds + TRUST * seconds);
    if (queuedSeconds < cushion) return Math.max(SLOWEST, queuedSeconds / cushion);
    const spares = this.#leastSeconds > cushion + MARGIN_SECONDS / 2;
    // Less than a splice takes out is nothing to make up for.
    return spares && this.#addedSeconds > MARGIN_SECONDS ? FASTEST : 1;
  }

  /** Counts `seconds` of sound that were made of so many seconds of voice. */
  count(seconds: number, voiceSeconds: number): void {
    this.#addedSeconds = Math.max(0, this.#addedSeconds + seconds - voiceSeconds);
  }

  /** Counts `seconds` in which the voice is gathered; before the first sound of a turn they add nothing. */
  wait(seconds: number): void {
    if (this.#addedSeconds > 0) this.#addedSeconds += seconds;
  }

  /** The voice ran dry in the middle of a turn, for so long. */
  ranDry(seconds: number): void {
    this.#addedSeconds += seconds;
    this.#expect(2 * this.#addedSeconds);
  }

  /** A turn is over; the next one begins as carefully as this one would have had to. */
  endTurn(): void {
    this.#expect(this.#addedSeconds - this.#leastSeconds + MARGIN_SECONDS);
    this.#addedSeconds = 0;
  }

  /** Expects that a piece is so late. */
  #expect(lateSeconds: number): void {
    this.#cushionSeconds = Math.min(MAX_CUSHION_SECONDS, lateSeconds);
    this.#leastSeconds = 0;
  }
}
