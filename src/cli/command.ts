import type { Arguments } from './arguments.js';
import type { World } from './world.js';

/** An option of a command, as `--help` shows it. */
export interface Option {
  readonly name: string;
  /** What stands for its value in the help; without it, the option is a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly multiple?: true;
  readonly doc: string;
}

/** A command of `live-call`. */
export interface Command {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** What follows the name: `[profile.json]`. */
  readonly operand?: string;
  readonly options: readonly Option[];
  /** Further lines for its help. */
  readonly notes: readonly string[];
  /** Yields the exit code. */
  run(given: Arguments, world: World): Promise<number>;
}

export const jsonOption: Option = { name: 'json', doc: 'one JSON object instead of words' };
export const baseUrlOption: Option = {
  name: 'base-url',
  value: 'url',
  doc: 'where the Live API is, for a proxy or an emulator; else GEMINI_BASE_URL, else Google',
};
