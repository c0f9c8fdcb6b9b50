import type { Utterance } from './ear.js';
import { type Reply, VOICE_RATE } from './reply.js';
import type { PersonaScript } from './script.js';

/** Frames that a script wants sent as they are: objects as JSON, strings raw. */
export interface FramesReply {
  readonly frames: readonly unknown[];
}

/** Decides what the model says; `undefined` is silence. */
export interface Persona {
  /** The caller has said something and paused. */
  heard(utterance: Utterance): Reply | FramesReply | undefined;
  /** The caller has written something. */
  read(text: string): Reply | FramesReply | undefined;
}

const silent: Persona = { heard: () => undefined, read: () => undefined };

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

/** The persona a script asks for; the parrot when it asks for none. */
export const choosePersona = (script: PersonaScript | undefined, parrot: Persona): Persona => {
  if (script === undefined || script === 'parrot') return parrot;
  if (script === 'silent') return silent;
  if (script !== 'tone' && 'frames' in script) return { heard: () => script, read: () => script };
  const seconds = script === 'tone' ? 2 : script.tone;
  return { heard: () => testTone(seconds), read: () => testTone(seconds) };
};
