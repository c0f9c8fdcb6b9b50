import { EAR_RATE } from './ear.js';
import { joinPcm } from './pcm.js';
import type { Persona } from './persona.js';
import { VOICE_RATE } from './reply.js';
import { resample } from './resample.js';
import type { Voice } from './voice.js';

/** A breath between the parrot's words and the caller's, in samples. */
const BREATH = VOICE_RATE / 8;
const MAX_TEXT = 300;

/** Says how long the caller spoke, then plays the caller's own words back. */
export const createParrot = (say: Voice): Persona => ({
  heard({ samples: heard, seconds }) {
    const words = `You spoke for ${seconds.toFixed(1)} seconds. You said:`;
    const echo = resample(heard, EAR_RATE, VOICE_RATE);
    const own = say(words);
    const samples = joinPcm([own, new Int16Array(BREATH), echo]);
    return { words, samples, spoken: own.length };
  },
  read(text) {
    const words = `You wrote: ${text.slice(0, MAX_TEXT)}`;
    const samples = say(words);
    return { words, samples, spoken: samples.length };
  },
});
