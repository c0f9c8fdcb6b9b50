import type { SessionEvent } from '../call/ports/session.js';

/**
 * How long the voice of an interrupted turn may still come in, in ms. The server ends that turn with
 * `turnComplete`; should it fail to, its next words are heard all the same.
 */
const LATE_AUDIO_MS = 500;

/** Joins the model's voice into whole samples, and drops the rest of a turn that the caller interrupted. */
export class ModelTurn {
  readonly #on: (event: SessionEvent) => void;
  readonly #now: () => number;
  /** The first half of a sample whose second half has not come yet. */
  #half: Uint8Array | undefined;
  #interruptedAt = -Infinity;
  #announced = false;

  /** Tells `on` what comes of the turn. `now` is a monotonic clock in ms. */
  constructor(on: (event: SessionEvent) => void, now: () => number = () => performance.now()) {
    this.#on = on;
    this.#now = now;
  }

  /** A piece of the voice: little-endian 16-bit PCM at `rate` Hz, cut anywhere. */
  audio(bytes: Uint8Array, rate: number): void {
    const samples = this.#join(bytes);
    if (samples.length === 0) return;
    if (this.#isInterrupted()) {
      this.#on({ type: 'discarded', samples: samples.length });
    } else {
      this.#announced = false;
      this.#on({ type: 'audio', samples, rate });
    }
  }

  /** The caller broke in. */
  interrupted(): void {
    this.#dropHalf();
    this.#interruptedAt = this.#now();
    this.#on({ type: 'interrupted' });
  }

  /** Nothing more is said in this turn. The server may wait with `turnComplete` until it has sounded. */
  generationComplete(): void {
    this.#dropHalf();
    this.#interruptedAt = -Infinity;
    if (!this.#announced) this.#on({ type: 'turnComplete' });
    this.#announced = true;
  }

  turnComplete(): void {
    this.generationComplete();
    this.#announced = false;
  }

  #isInterrupted(): boolean {
    return this.#now() - this.#interruptedAt <= LATE_AUDIO_MS;
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
    if (this.#half) this.#on({ type: 'unreadable', what: 'half a sample' });
    this.#half = undefined;
  }
}
