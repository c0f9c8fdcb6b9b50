import { expect } from '@open-wc/testing';
import { filterTable, type FilterTable } from '../../../src/audio/dsp/filter-table.js';

/** The gain of the filter for a tone of `frequency` Hz, in dB, all its phases together. */
function response({ taps, before, rows, coefficients }: FilterTable, inputRate: number) {
  return (frequency: number) => {
    let [real, imaginary] = [0, 0];
    for (let row = 0; row < rows; row++) {
      for (let tap = 0; tap < taps; tap++) {
        const time = (tap - before - row / rows) / inputRate;
        const coefficient = coefficients[row * taps + tap]! / rows;
        real += coefficient * Math.cos(2 * Math.PI * frequency * time);
        imaginary += coefficient * Math.sin(2 * Math.PI * frequency * time);
      }
    }
    return 20 * Math.log10(Math.hypot(real, imaginary));
  };
}

const range = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

describe('the filter of the resampler', () => {
  for (const [inputRate, outputRate, phases] of [
    [48_000, 16_000, 1],
    [24_000, 48_000, 2],
    [16_000, 24_000, 3],
  ] as const) {
    const nyquist = Math.min(inputRate, outputRate) / 2;
    const table = filterTable(inputRate, outputRate, phases);
    const gain = response(table, inputRate);

    it(`from ${inputRate} to ${outputRate} Hz is flat below 0.88 of the lower Nyquist frequency`, () => {
      for (const share of range(45, 0, 0.88)) {
        expect(gain(share * nyquist), `${share}`).to.be.closeTo(0, 0.01);
      }
    });

    it(`from ${inputRate} to ${outputRate} Hz is 6 dB down at it, and 110 dB down above 1.12 of it`, () => {
      expect(gain(nyquist)).to.be.closeTo(-6, 0.1);
      const all = (phases * inputRate) / nyquist;
      for (const share of range(101, 1.12, all - 1.12)) {
        expect(gain(share * nyquist), `${share}`).to.be.below(-110);
      }
    });

    it(`from ${inputRate} to ${outputRate} Hz looks 32 samples of the lower rate ahead, and as many back`, () => {
      const reach = 32 * Math.max(1, inputRate / outputRate);
      expect(table.taps).to.equal(2 * reach);
      expect(table.before).to.equal(reach - 1);
    });
  }

  it('tabulates up to 1,024 phases exactly, and interpolates beyond', () => {
    const rows = (phases: number) => filterTable(48_000, 44_100, phases).rows;
    expect([1, 160, 1024].map(rows)).to.deep.equal([1, 160, 1024]);
    expect([1025, 44_100].map(rows)).to.deep.equal([512, 512]);
  });
});
