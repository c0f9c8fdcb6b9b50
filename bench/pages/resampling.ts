import { Resampler } from '../../src/audio/dsp/resampler.js';
import { convert } from '../../test/helpers/convert.js';
import { fit, level, tone } from '../../test/helpers/spectrum.js';
import { engineLoudspeaker, engineMicrophone } from '../floor/engine-resampler.js';
import { plainResampler } from '../floor/plain-resampler.js';

/** Samples at either end that the filter has filled up with silence. */
const EDGE = 400;
/** Seconds of audio that are converted for the time, and how often: the fastest counts. */
const LONG = 10;
const TIMES = 8;

type Convert = (frequency: number) => Float32Array | Promise<Float32Array>;

/** The gain of a resampler for tones, in dB. */
async function quality(through: Convert, inputRate: number, outputRate: number) {
  const { snr } = fit(await through(1000), 1000, outputRate, EDGE);
  const { gain } = fit(await through(7000), 7000, outputRate, EDGE);
  const worst =
    inputRate > outputRate
      ? await rejection(through, inputRate)
      : await purity(through, inputRate, outputRate);
  return { snr, gain, worst };
}

/** How far down the loudest tone is of those that must not come through, from 9 kHz on. */
async function rejection(through: Convert, inputRate: number): Promise<number> {
  let loudest = -Infinity;
  for (let frequency = 9000; frequency < inputRate / 2; frequency += 1000) {
    loudest = Math.max(loudest, level(await through(frequency)));
  }
  return -loudest;
}

/** How far down, at worst, lies what is put beside a tone that may come through. */
async function purity(through: Convert, inputRate: number, outputRate: number): Promise<number> {
  let worst = Infinity;
  for (let frequency = 1000; frequency < 0.44 * inputRate; frequency += 1000) {
    worst = Math.min(worst, fit(await through(frequency), frequency, outputRate, EDGE).snr);
  }
  return worst;
}

const ours = (inputRate: number, outputRate: number): Convert => {
  return (frequency) =>
    convert(tone(frequency, inputRate, 0.25), inputRate, outputRate).slice(EDGE, -EDGE);
};

/** Milliseconds of CPU for a second of audio, in blocks as the audio thread has them. */
function cost(make: () => (block: Float32Array, output: Float32Array) => void, inputRate: number) {
  const block = tone(1000, inputRate, 128 / inputRate);
  const output = new Float32Array(256);
  const write = make();
  const run = (seconds: number) => {
    const start = performance.now();
    for (let i = 0; i < (seconds * inputRate) / block.length; i++) write(block, output);
    return (performance.now() - start) / seconds;
  };
  return Math.min(...Array.from({ length: TIMES }, () => run(LONG)));
}

const oursInBlocks = (inputRate: number, outputRate: number) => () => {
  const resampler = new Resampler(inputRate, outputRate);
  return (block: Float32Array, output: Float32Array) => {
    resampler.write(block, 0, block.length);
    resampler.read(output, 0, output.length);
  };
};

/** All there is to know of the way from `inputRate` to `outputRate`: ours, the browser's, a plain loop's. */
async function measure(inputRate: number, outputRate: number) {
  const engine =
    inputRate > outputRate
      ? await engineMicrophone(inputRate, outputRate)
      : engineLoudspeaker(inputRate, outputRate);
  return {
    'live-call': {
      ...(await quality(ours(inputRate, outputRate), inputRate, outputRate)),
      cost: cost(oursInBlocks(inputRate, outputRate), inputRate),
    },
    'the browser': await quality(engine, inputRate, outputRate),
    'a plain loop': { cost: cost(() => plainResampler(inputRate, outputRate), inputRate) },
  };
}

Object.assign(globalThis, { bench: { measure } });
