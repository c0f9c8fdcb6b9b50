import { decodePcm16 } from '../dsp/pcm.js';

/** Chunks of 16-bit PCM, oldest first, read as floats however they were cut. */
export class PcmQueue {
  #chunks: Int16Array[] = [];
  /** Samples of the first chunk that have been skipped. */
  #offset = 0;
  #length = 0;

  /** Samples in it. */
  get length(): number {
    return this.#length;
  }

  /** Takes a chunk. Do not change it afterwards. */
  push(samples: Int16Array): void {
    if (samples.length === 0) return;
    this.#chunks.push(samples);
    this.#length += samples.length;
  }

  /** Writes the first samples, `count` at most, to `target`; returns how many there were. They stay. */
  peek(target: Float32Array, count: number): number {
    let at = 0;
    let offset = this.#offset;
    for (const chunk of this.#chunks) {
      const part = Math.min(count - at, chunk.length - offset);
      decodePcm16(chunk, offset, target.subarray(at), part);
      at += part;
      offset = 0;
      if (at === count) break;
    }
    return at;
  }

  /** Forgets the first `count` samples. */
  skip(count: number): void {
    this.#length -= count;
    this.#offset += count;
    let first = this.#chunks[0];
    while (first && this.#offset >= first.length) {
      this.#offset -= first.length;
      this.#chunks.shift();
      first = this.#chunks[0];
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#chunks = [];
    this.#offset = 0;
    this.#length = 0;
  }
}
