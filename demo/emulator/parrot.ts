import { EAR_RATE } from './ear.js';
import { joinPcm } from './pcm.js';
import type { Persona } from './persona.js';
import { VOICE_RATE } from './reply.js';
import { resample } from './resample.js';

/** A breath between the parrot's words and the caller's, in samples. */
const BREATH = VOICE_RATE / 8;
const MAX_TEXT = 300;

/**
 * Says how long the caller spoke, then plays the caller's own words back. `say` speaks English in PCM at
 * {@link VOICE_RATE}.
 */
export const createParrot = (say: (words: string) => Int16Array): Persona => ({
  heard({ samples, seconds }) {
    const words = `You spoke for ${seconds.toFixed(1)} seconds. You said:`;
    const echo = resample(samples, EAR_RATE, VOICE_RATE);
    return { words, samples: joinPcm([say(words), new Int16Array(BREATH), echo]) };
  },
  read(text) {
    const words = `You wrote: ${text.slice(0, MAX_TEXT)}`;
    return { words, samples: say(words) };
  },
});
