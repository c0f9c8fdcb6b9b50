import { Resampler } from '../../src/audio/dsp/resampler.js';

/** Converts a whole signal, written in blocks of the lengths that `block` gives. */
export function convert(
  input: Float32Array,
  inputRate: number,
  outputRate: number,
  block: () => number = () => 128,
): Float32Array {
  const resampler = new Resampler(inputRate, outputRate);
  const output = new Float32Array(Math.ceil((input.length * outputRate) / inputRate) + 16);
  let count = 0;
  for (let at = 0; at < input.length;) {
    const end = Math.min(input.length, at + block());
    while (at < end) {
      at += resampler.write(input, at, end);
      count += resampler.read(output, count, output.length);
    }
  }
  resampler.end();
  count += resampler.read(output, count, output.length);
  return output.slice(0, count);
}
