import { INPUT_RATE } from '../../call/ports/format.js';
import { encodePcm16 } from '../dsp/pcm.js';
import { Resampler } from '../dsp/resampler.js';
import type { Tape } from './tape.js';

const SCRATCH_SAMPLES = 1024;

/** Records the microphone on a tape, as 16 kHz 16-bit PCM. */
export class Recorder {
  readonly #resampler: Resampler;
  readonly #tape: Tape;
  readonly #floats = new Float32Array(SCRATCH_SAMPLES);
  readonly #pcm = new Int16Array(SCRATCH_SAMPLES);
  #peak = 0;

  /** `sampleRate` is the microphone's, in Hz. */
  constructor(sampleRate: number, tape: Tape) {
    this.#resampler = new Resampler(sampleRate, INPUT_RATE);
    this.#tape = tape;
  }

  /** Records a block; its end stays in the filter, about 2 ms, until more follows or `pause`. */
  record(block: Float32Array): void {
    for (let at = 0; at < block.length;) {
      at += this.#resampler.write(block, at, block.length);
      this.#move();
    }
    for (let i = 0; i < block.length; i++) {
      const magnitude = Math.abs(block[i]!);
      if (magnitude > this.#peak) this.#peak = magnitude;
    }
  }

  /** Records the end of the last block, too; the next block is not joined to it. */
  pause(): void {
    this.#resampler.end();
    this.#move();
    this.#resampler.reset();
  }

  /** The loudest sample since the last call, 0 to 1. */
  takeLevel(): number {
    const level = Math.min(1, this.#peak);
    this.#peak = 0;
    return level;
  }

  #move(): void {
    for (;;) {
      const count = this.#resampler.read(this.#floats, 0, SCRATCH_SAMPLES);
      if (count === 0) return;
      encodePcm16(this.#floats, this.#pcm, count);
      this.#tape.write(this.#pcm, count);
    }
  }
}
