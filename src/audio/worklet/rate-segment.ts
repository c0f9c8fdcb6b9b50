import { decodePcm16 } from '../dsp/pcm.js';
import { Resampler } from '../dsp/resampler.js';

const SCRATCH_SAMPLES = 256;

/** A stretch of voice at one rate: chunks of 16-bit PCM in, floats at the rate of the device out. */
export class RateSegment {
  /** Rate of the chunks in Hz. */
  readonly rate: number;
  readonly #resampler: Resampler;
  readonly #floats = new Float32Array(SCRATCH_SAMPLES);
  #chunks: Int16Array[] = [];
  /** Samples of the first chunk that the resampler has taken. */
  #offset = 0;
  /** Samples in the chunks that the resampler has not taken. */
  #waiting = 0;
  #ended = false;

  /** Rates in Hz. Throws a RangeError as {@link Resampler} does. */
  constructor(rate: number, deviceRate: number) {
    this.rate = rate;
    this.#resampler = new Resampler(rate, deviceRate);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Samples written and not yet played. */
  get queued(): number {
    return this.#waiting + this.#resampler.pending;
  }

  /** Frames still to be read, if nothing more is written. */
  get remaining(): number {
    return this.#resampler.outputsAfter(this.#waiting);
  }

  /** Queues a chunk. Do not change it afterwards. */
  write(samples: Int16Array): void {
    this.#chunks.push(samples);
    this.#waiting += samples.length;
  }

  /**
   * Fills `output` from index `from` up to `to`; returns how many frames it wrote. The last
   * millisecond waits for what follows it, or for `end`.
   */
  read(output: Float32Array, from: number, to: number): number {
    let at = from;
    do at += this.#resampler.read(output, at, to);
    while (at < to && this.#feed());
    return at - from;
  }

  /** Ends the segment: `read` gives all that remains. */
  end(): void {
    this.#ended = true;
    this.#resampler.end();
  }

  /** Forgets everything. */
  reset(): void {
    this.#resampler.reset();
    this.#chunks = [];
    this.#offset = 0;
    this.#waiting = 0;
    this.#ended = false;
  }

  /** Moves a few samples into the resampler; false if there are none. */
  #feed(): boolean {
    const chunk = this.#chunks[0];
    if (!chunk) return false;
    const count = Math.min(SCRATCH_SAMPLES, chunk.length - this.#offset);
    decodePcm16(chunk, this.#offset, this.#floats, count);
    this.#resampler.write(this.#floats, 0, count);
    this.#offset += count;
    this.#waiting -= count;
    if (this.#offset === chunk.length) {
      this.#chunks.shift();
      this.#offset = 0;
    }
    return true;
  }
}
