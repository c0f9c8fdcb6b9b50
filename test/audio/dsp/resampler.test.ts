import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { Resampler } from '../../../src/audio/dsp/resampler.js';
import { convert } from '../../helpers/convert.js';
import { analyse, triangle } from '../../helpers/position-code.js';
import { fit, level, tone } from '../../helpers/spectrum.js';

const uplinks = [8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000].map(
  (rate) => [rate, 16_000] as const,
);
const downlinks = [44_100, 48_000, 16_000, 96_000].map((rate) => [24_000, rate] as const);
/** 44,099 is prime to 16,000: as many phases as output samples in a second. */
const pairs = [...uplinks, ...downlinks, [44_099, 16_000] as const];

/** Output samples at either end that the filter has filled up with silence. */
const EDGE = 400;

/** A tone after the resampler, without the edges. */
function heard(frequency: number, inputRate: number, outputRate: number): Float32Array {
  return convert(tone(frequency, inputRate, 0.25), inputRate, outputRate).slice(EDGE, -EDGE);
}

for (const [inputRate, outputRate] of pairs) {
  const nyquist = Math.min(inputRate, outputRate) / 2;

  describe(`resampling ${inputRate} Hz to ${outputRate} Hz`, () => {
    it('keeps a 1 kHz tone clean, as loud and where it was', () => {
      const { gain, phase, snr } = fit(heard(1000, inputRate, outputRate), 1000, outputRate, EDGE);
      expect(snr).to.be.greaterThan(110);
      expect(gain).to.be.closeTo(0, 0.001);
      expect(phase).to.be.closeTo(0, 1e-6);
    });

    it('is flat up to 0.875 of the lower Nyquist frequency, and puts no images beside it', () => {
      for (const share of [0.1, 0.5, 0.75, 0.875]) {
        const frequency = share * nyquist;
        const { gain, snr } = fit(
          heard(frequency, inputRate, outputRate),
          frequency,
          outputRate,
          EDGE,
        );
        expect(gain, `gain at ${frequency} Hz`).to.be.closeTo(0, 0.01);
        expect(snr, `images of ${frequency} Hz`).to.be.greaterThan(90);
      }
    });

    if (inputRate > outputRate) {
      it('lets nothing through that lies above 1.125 of the Nyquist frequency', () => {
        for (let share = 1.125; share * nyquist < inputRate / 2; share *= 1.13) {
          const alias = level(heard(share * nyquist, inputRate, outputRate));
          expect(alias, `${share * nyquist} Hz`).to.be.lessThan(-90);
        }
      });
    }

    it('keeps every position', () => {
      const output = convert(triangle(3, inputRate), inputRate, outputRate);
      const proof = analyse(output, outputRate, 0.1);
      expect(proof.breaks).to.deep.equal([]);
      expect(proof.crossings).to.equal(12);
      expect(Math.abs(proof.netLost)).to.be.lessThan(0.1);
    });

    it('makes exactly as many samples as the rates say', () => {
      for (const length of [0, 1, 2, 63, 128, 1000, 4801]) {
        const { length: made } = convert(new Float32Array(length), inputRate, outputRate);
        expect(made, `of ${length}`).to.equal(Math.ceil((length * outputRate) / inputRate));
      }
    });

    it('gives the same output for every size of block', () => {
      const input = Float32Array.from({ length: 6000 }, (_, i) => Math.sin(i * i));
      const whole = convert(input, inputRate, outputRate, () => input.length);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }), (lengths) => {
          let i = 0;
          const parts = convert(input, inputRate, outputRate, () => lengths[i++ % lengths.length]!);
          return parts.length === whole.length && parts.every((value, k) => value === whole[k]);
        }),
        { numRuns: 10 },
      );
    });
  });
}

describe('a resampler', () => {
  it('does not drift: at every block the samples made and still to come are what the rates say', () => {
    for (const [inputRate, outputRate] of [
      [44_100, 16_000],
      [44_099, 8000],
    ] as const) {
      const resampler = new Resampler(inputRate, outputRate);
      const input = new Float32Array(1000);
      const output = new Float32Array(1000);
      let made = 0;
      for (let written = 1000; written <= 2 * inputRate; written += 1000) {
        resampler.write(input, 0, 1000);
        made += resampler.read(output, 0, 1000);
        const exact = Math.ceil((written * outputRate) / inputRate);
        if (made + resampler.outputsAfter(0) !== exact) {
          expect(made + resampler.outputsAfter(0), `after ${written}`).to.equal(exact);
        }
      }
      // An hour more at this rate, without rendering it.
      const before = resampler.outputsAfter(0);
      expect(resampler.outputsAfter(3600 * inputRate)).to.equal(before + 3600 * outputRate);
    }
  });

  it('passes equal rates through bit for bit', () => {
    const input = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i) * 3);
    expect(convert(input, 48_000, 48_000)).to.deep.equal(input);
  });

  it('starts afresh after a reset', () => {
    const resampler = new Resampler(48_000, 16_000);
    const input = Float32Array.from({ length: 480 }, () => 1);
    const outputs = [0, 1].map(() => {
      const output = new Float32Array(160);
      resampler.write(input, 0, 480);
      resampler.end();
      resampler.read(output, 0, 160);
      resampler.reset();
      return output;
    });
    expect(outputs[1]).to.deep.equal(outputs[0]);
  });

  it('knows at any moment how many samples are still to come', () => {
    const resampler = new Resampler(44_100, 48_000);
    const input = new Float32Array(1000);
    const output = new Float32Array(2000);
    let made = 0;
    for (let at = 0; at < 1000; at += 100) {
      resampler.write(input, at, at + 100);
      made += resampler.read(output, 0, 50 + at);
      expect(made + resampler.outputsAfter(900 - at)).to.equal(Math.ceil((1000 * 480) / 441));
    }
  });

  it('knows at any moment how much of its input is still to be heard', () => {
    const resampler = new Resampler(44_100, 48_000);
    const output = new Float32Array(70);
    expect(resampler.pending).to.equal(0);
    let made = 0;
    for (let taken = 100; taken <= 1000; taken += 100) {
      resampler.write(new Float32Array(100), 0, 100);
      made += resampler.read(output, 0, 70);
      expect(resampler.pending).to.equal(taken - Math.floor((made * 441) / 480));
    }
    resampler.end();
    while (resampler.read(output, 0, 70) > 0);
    expect(resampler.pending).to.equal(0);
  });

  it('writes into the part of the output that it is given, and nowhere else', () => {
    const resampler = new Resampler(48_000, 16_000);
    resampler.write(new Float32Array(1000).fill(1), 0, 1000);
    const output = new Float32Array(10).fill(7);
    expect(resampler.read(output, 2, 6)).to.equal(4);
    const written = [...output.keys()].filter((index) => output[index] !== 7);
    expect(written).to.deep.equal([2, 3, 4, 5]);
  });

  it('converts the highest rate to the lowest', () => {
    const output = convert(new Float32Array(76_800).fill(1), 768_000, 8000);
    expect(output).to.have.length(800);
    for (const value of output.slice(EDGE - 50, EDGE + 50)) expect(value).to.be.closeTo(1, 1e-6);
  });

  it('throws a RangeError for rates that no device has', () => {
    for (const rate of [0, NaN, -16_000, 7999, 16_000.5, 768_001, 1e9, Infinity]) {
      expect(() => new Resampler(rate, 16_000)).to.throw(RangeError, `${rate} Hz`);
      expect(() => new Resampler(16_000, rate)).to.throw(RangeError, `${rate} Hz`);
    }
  });
});
