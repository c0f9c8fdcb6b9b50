import { isObject } from './json.js';

/** A function of the page that the model calls. */
export interface FunctionCallScript {
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** One turn of the model; a string is its words. */
export type TurnScript = string | SpokenTurn | FramesTurn;

/** Everything optional: a turn of nothing is one in which the model keeps silent. */
export interface SpokenTurn {
  /** The caller's words before it, for the transcription: nobody here understands speech. */
  readonly heard?: string;
  /** The model's words: they sound, and their transcription comes with them. */
  readonly say?: string;
  /** What it calls once it has spoken. When all calls are answered, the next turn begins. */
  readonly call?: FunctionCallScript | readonly FunctionCallScript[];
}

/** Server messages that are sent as they are: objects as JSON, strings raw. */
export interface FramesTurn {
  readonly frames: readonly unknown[];
}

/** The cause of a turn; one of the fields. */
export interface Prompt {
  /** The caller has spoken for so many seconds and paused. */
  readonly seconds?: number;
  /** The caller, or `greeting`, has written this. */
  readonly text?: string;
  /** The page has answered all calls of functions; these are the values, in their order. */
  readonly answers?: readonly unknown[];
}

/**
 * The answering party. `parrot` plays the caller's words back; `tone` answers all with a test tone of two seconds or
 * as long as `{tone}` says; `{frames}` answers all with these. A list has one turn for each prompt, and then
 * silence; a function decides on each.
 */
export type PersonaScript =
  | 'parrot'
  | 'silent'
  | 'tone'
  | { readonly tone: number }
  | FramesTurn
  | readonly TurnScript[]
  | ((prompt: Prompt) => TurnScript | undefined);

const isText = (value: unknown) => value === undefined || typeof value === 'string';

const isCall = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  (value['args'] === undefined || isObject(value['args'])) &&
  Object.keys(value).every((name) => name === 'name' || name === 'args');

/** Whether it can be one call, or a list of them. */
export const isCalls = (value: unknown): value is NonNullable<SpokenTurn['call']> =>
  Array.isArray(value) ? value.every(isCall) : isCall(value);

const isFrames = (value: unknown): boolean => isObject(value) && Array.isArray(value['frames']);

const turnChecks: Readonly<Record<keyof SpokenTurn, (value: unknown) => boolean>> = {
  heard: isText,
  say: isText,
  call: (value) => value === undefined || isCalls(value),
};
const isTurnField = (name: string): name is keyof SpokenTurn => Object.hasOwn(turnChecks, name);

/** Whether it can be a turn. */
export const isTurn = (value: unknown): value is TurnScript =>
  typeof value === 'string' ||
  isFrames(value) ||
  (isObject(value) &&
    Object.entries(value).every(([name, entry]) => isTurnField(name) && turnChecks[name](entry)));

/** Whether it can be a persona. */
export const isPersona = (value: unknown): boolean => {
  if (typeof value === 'function') return true;
  if (Array.isArray(value)) return value.every(isTurn);
  if (!isObject(value)) return value === 'parrot' || value === 'silent' || value === 'tone';
  return isFrames(value) || (typeof value['tone'] === 'number' && value['tone'] >= 0);
};
