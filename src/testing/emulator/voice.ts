import { VOICE_RATE } from './reply.js';

/** Speaks; the PCM is mono at {@link VOICE_RATE}. */
export type Voice = (words: string) => Int16Array;

/** Length of a letter and of what stands between words, in samples: about 14 of them a second, as people speak. */
const LETTER = VOICE_RATE / 14;
const PITCH_HZ = 150;
const AMPLITUDE = 0.3 * 32_767;

/**
 * Hums a word as long as it takes to say it, and breathes between two: any language, in no megabyte. A meter, a
 * recorder and an ear for pauses take it for speech; nobody understands it.
 */
export const hum: Voice = (words) => {
  const text = words.trim().replace(/\s+/g, ' ');
  const samples = new Int16Array(Math.round(text.length * LETTER));
  for (let at = 0; at < samples.length; at += 1) {
    if (text[Math.floor(at / LETTER)] === ' ') continue;
    const angle = (2 * Math.PI * PITCH_HZ * at) / VOICE_RATE;
    // Each letter swells and falls, and overtones make it a voice rather than a whistle.
    const swell = 0.4 + 0.6 * Math.sin((Math.PI * (at % LETTER)) / LETTER);
    const wave = Math.sin(angle) + Math.sin(2 * angle) / 2 + Math.sin(5 * angle) / 4;
    samples[at] = Math.round((AMPLITUDE / 1.75) * swell * wave);
  }
  return samples;
};
