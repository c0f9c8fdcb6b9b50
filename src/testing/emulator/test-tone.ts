import { type Reply, VOICE_RATE } from './reply.js';

/** Half a second, in which the test signal goes up and down once. */
const PERIOD = VOICE_RATE / 2;
const AMPLITUDE = 0.85 * 32767;

/**
 * A triangle wave of half a second: where a listener is on its slopes tells which sample it hears, after any
 * resampling, so that a lost or doubled piece of the voice shows.
 */
export const testTone = (seconds: number): Reply => {
  const samples = new Int16Array(Math.round(seconds * VOICE_RATE));
  for (let index = 0; index < samples.length; index += 1) {
    const phase = (index % PERIOD) / PERIOD;
    samples[index] = Math.round(AMPLITUDE * (phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase));
  }
  return { samples, words: `${seconds} seconds of test tone.` };
};
