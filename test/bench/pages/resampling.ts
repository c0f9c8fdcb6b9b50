import { Resampler } from '../../../src/audio/resampler.js';
import { convert } from '../../helpers/convert.js';
import { fit, level, tone } from '../../helpers/spectrum.js';
import { EngineResampler } from '../floor/engine-resampler.js';
import { plainResampler } from '../floor/plain-resampler.js';

/** Samples at either end that the filter has filled up with silence. */
const EDGE = 400;
/** Seconds of audio that are converted for the time. */
const LONG = 60;

type Convert = (frequency: number) => Float32Array | Promise<Float32Array>;

/** What the path from `inputRate` to `outputRate` does to tones: all in dB. */
async function quality(through: Convert, inputRate: number, outputRate: number) {
  const { snr } = fit(await through(1000), 1000, outputRate, EDGE);
  const { gain } = fit(await through(7000), 7000, outputRate, EDGE);
  let loudest = -Infinity;
  for (let frequency = 9000; frequency < Math.min(inputRate / 2, 23_500); frequency += 1000) {
    loudest = Math.max(loudest, level(await through(frequency)));
  }
  return { snr, gain, rejection: -loudest };
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
  run(5);
  return run(LONG);
}

const oursInBlocks = (inputRate: number, outputRate: number) => () => {
  const resampler = new Resampler(inputRate, outputRate);
  return (block: Float32Array, output: Float32Array) => {
    resampler.write(block, 0, block.length);
    resampler.read(output, 0, output.length);
  };
};

/** All there is to know of the way from `inputRate` to `outputRate`, ours and the floor's. */
async function measure(inputRate: number, outputRate: number) {
  const engine = await EngineResampler.open(inputRate, outputRate);
  const floor = await quality((frequency) => engine.convert(frequency), inputRate, outputRate);
  await engine.close();
  return {
    'live-call': {
      ...(await quality(ours(inputRate, outputRate), inputRate, outputRate)),
      cost: cost(oursInBlocks(inputRate, outputRate), inputRate),
    },
    floor: { ...floor, cost: cost(() => plainResampler(inputRate, outputRate), inputRate) },
  };
}

Object.assign(globalThis, { bench: { measure } });
