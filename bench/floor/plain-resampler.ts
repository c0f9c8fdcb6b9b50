import { filterTable } from '../../src/audio/dsp/filter-table.js';

/**
 * The same filter in the plainest loops that can run it on blocks, for rates with few phases: a floor
 * for the time it takes, without blocks of any length, an end, a pause or a count.
 */
export function plainResampler(inputRate: number, outputRate: number) {
  const phases = outputRate / greatestCommonDivisor(inputRate, outputRate);
  const { taps, coefficients } = filterTable(inputRate, outputRate, phases);
  const line = new Float32Array(taps + 1024);
  const step = inputRate / outputRate;
  let position = 0;
  return (block: Float32Array, output: Float32Array): void => {
    line.copyWithin(0, block.length, taps + block.length);
    line.set(block, taps);
    for (let at = 0; position < block.length; position += step) {
      const start = Math.floor(position);
      const row = Math.round((position - start) * phases) * taps;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += coefficients[row + tap]! * line[start + tap]!;
      output[at++] = sum;
    }
    position -= block.length;
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
