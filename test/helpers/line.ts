import type { Action } from '../../src/testing/emulator/action.js';
import type { LineReport, LineTotals } from '../../src/testing/emulator/report.js';
import type { Script } from '../../src/testing/emulator/script.js';
import { type Line, openLine as openLineAt } from '../../src/testing/open-line.js';

export type { Action, LineReport, LineTotals, Script };

declare global {
  /** Where the test runner has started the emulator. */
  var __emulator__: string;
  /** Another emulator, for calls that never get through. */
  var __tarpit__: string;
}

/** A line of the emulator: a number to dial with a script, see src/testing/emulator/script.ts. */
export interface TestLine extends Line {
  /** Everything heard on the line so far: int16 samples in the order in which they came. */
  pcm(): Promise<Int16Array>;
}

/** Opens a line of its own on the emulator. */
export const openLine = async (script: Script = {}): Promise<TestLine> => {
  // A browser dials one socket per address at a time: a number that never answers holds up all others.
  const emulator = script.hang === 'tcp' ? globalThis.__tarpit__ : globalThis.__emulator__;
  const line = await openLineAt(emulator, script);
  return { ...line, pcm: line.heard };
};
