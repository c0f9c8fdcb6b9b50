import { decodePcm16, encodePcm16 } from '../../audio/dsp/pcm.js';
import { Resampler } from '../../audio/dsp/resampler.js';
import { joinPcm } from './pcm.js';

/** Converts a stream of 16-bit PCM to another rate. */
export class PcmResampler {
  /** Of the input, in Hz. */
  readonly inputRate: number;
  readonly #resampler: Resampler;

  /** Rates in Hz; throws a RangeError for one that cannot be. */
  constructor(inputRate: number, outputRate: number) {
    this.inputRate = inputRate;
    this.#resampler = new Resampler(inputRate, outputRate);
  }

  /** Takes the next samples; answers what can be said of them so far. */
  push(samples: Int16Array): Int16Array {
    const input = new Float32Array(samples.length);
    decodePcm16(samples, 0, input, samples.length);
    const pieces: Int16Array[] = [];
    for (let at = 0; at < input.length;) {
      at += this.#resampler.write(input, at, input.length);
      pieces.push(this.#read());
    }
    return joinPcm(pieces);
  }

  /** Nothing more comes: answers the rest. */
  end(): Int16Array {
    this.#resampler.end();
    return this.#read();
  }

  #read(): Int16Array {
    const floats = new Float32Array(this.#resampler.outputsAfter(0));
    const count = this.#resampler.read(floats, 0, floats.length);
    const samples = new Int16Array(count);
    encodePcm16(floats, samples, count);
    return samples;
  }
}

/** Converts a whole recording. */
export const resample = (
  samples: Int16Array,
  inputRate: number,
  outputRate: number,
): Int16Array => {
  const resampler = new PcmResampler(inputRate, outputRate);
  return joinPcm([resampler.push(samples), resampler.end()]);
};
