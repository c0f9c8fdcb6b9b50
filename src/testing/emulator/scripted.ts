import type { Persona } from './persona.js';
import type { FramesTurn, Prompt, TurnScript } from './persona-script.js';
import type { Reply } from './reply.js';
import type { Voice } from './voice.js';

/** A turn of a script, spoken by `voice`. */
export const replyOf = (turn: TurnScript, voice: Voice): Reply | FramesTurn => {
  if (typeof turn === 'string') return replyOf({ say: turn }, voice);
  if ('frames' in turn) return turn;
  const { heard, say: words = '', call: calls = [] } = turn;
  const samples = words ? voice(words) : new Int16Array(0);
  return {
    words,
    samples,
    spoken: samples.length,
    calls: [calls].flat(),
    ...(heard !== undefined && { heard }),
  };
};

/** The persona whose turns `next` decides on. */
export const createScripted = (
  next: (prompt: Prompt) => TurnScript | undefined,
  voice: Voice,
): Persona => {
  const reply = (prompt: Prompt) => {
    const turn = next(prompt);
    return turn === undefined ? undefined : replyOf(turn, voice);
  };
  return {
    heard: ({ seconds }) => reply({ seconds }),
    read: (text) => reply({ text }),
    answered: (answers) => reply({ answers }),
  };
};
