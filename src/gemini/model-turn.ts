import type { SessionListener } from '../call/ports/session.js';

/**
 * How long the voice of an interrupted turn may still trickle in, in ms. The server ends that turn
 * with `turnComplete`; should it fail to, its next words are heard all the same.
 */
const TRICKLE = 500;

/** Joins the model's voice into whole samples and keeps quiet what the caller has broken into. */
export class ModelTurn {
  readonly #listener: SessionListener;
  readonly #now: () => number;
  /** The first half of a sample whose second half has not come yet. */
  #half: Uint8Array | undefined;
  #interruptedAt = -Infinity;
  #announced = false;

  /** `now` is a monotonic clock in ms. */
  constructor(listener: SessionListener, now: () => number = () => performance.now()) {
    this.#listener = listener;
    this.#now = now;
  }

  /** A piece of the voice: little-endian 16-bit PCM at `rate` Hz, cut anywhere. */
  audio(bytes: Uint8Array, rate: number): void {
    const samples = this.#join(bytes);
    if (samples.length === 0) return;
    if (this.#isInterrupted()) {
      this.#listener.discarded(samples.length);
    } else {
      this.#announced = false;
      this.#listener.audio(samples, rate);
    }
  }

  /** The caller broke in. */
  interrupted(): void {
    this.#dropHalf();
    this.#interruptedAt = this.#now();
    this.#listener.interrupted();
  }

  /** Nothing more is said in this turn. The server may wait with `turnComplete` until it has sounded. */
  generationComplete(): void {
    this.#dropHalf();
    this.#interruptedAt = -Infinity;
    if (!this.#announced) this.#listener.turnComplete();
    this.#announced = true;
  }

  turnComplete(): void {
    this.generationComplete();
    this.#announced = false;
  }

  #isInterrupted(): boolean {
    return this.#now() - this.#interruptedAt <= TRICKLE;
  }

  #join(bytes: Uint8Array): Int16Array {
    const half = this.#half?.length ?? 0;
    const whole = new Uint8Array(half + bytes.length);
    if (this.#half) whole.set(this.#half);
    whole.set(bytes, half);
    const length = whole.length >> 1;
    this.#half = whole.length % 2 === 1 ? whole.slice(-1) : undefined;
    // Every platform with a browser is little-endian, so the bytes are samples as they lie.
    return new Int16Array(whole.buffer, 0, length);
  }

  #dropHalf(): void {
    if (this.#half) this.#listener.unreadable('half a sample');
    this.#half = undefined;
  }
}
