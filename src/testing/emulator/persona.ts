import type { Utterance } from './ear.js';
import type { FramesTurn } from './persona-script.js';
import type { Reply } from './reply.js';

/** Decides what the model says; `undefined` is silence. */
export interface Persona {
  /** The caller has said something and paused. */
  heard(utterance: Utterance): Reply | FramesTurn | undefined;
  /** The caller has written something. */
  read(text: string): Reply | FramesTurn | undefined;
  /** The page has answered all calls of functions. */
  answered?(answers: readonly unknown[]): Reply | FramesTurn | undefined;
}
