import { fileURLToPath } from 'node:url';
import type { Action } from './emulator/action.js';
import { perform } from './emulator/perform.js';
import type { Condition } from './emulator/condition.js';
import type { LineReport } from './emulator/report.js';
import { readScript, type Script } from './emulator/script.js';
import { startEmulator as startServer } from './emulator/server.js';

export type { Action } from './emulator/action.js';
export type { BrokerCode } from './emulator/broker-codes.js';
export type {
  FramesTurn,
  FunctionCallScript,
  PersonaScript,
  Prompt,
  SpokenTurn,
  TurnScript,
} from './emulator/persona-script.js';
export type { Condition } from './emulator/condition.js';
export type { ConnectionReport, LineReport, LineTotals } from './emulator/report.js';
export type { Script, TokenScript } from './emulator/script.js';

/** The port to listen on, and everything that a script can have: the persona, its pace, the faults to bring. */
export interface EmulatorOptions extends Script {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** The default is this machine only. */
  readonly host?: string;
}

/** A Live API on this machine, with a broker for its tokens. */
export interface Emulator {
  /** For the attribute `base-url`. */
  readonly baseUrl: string;
  /** For the attribute `token-url`: answers each POST with a token, or as `script.tokens` says. */
  readonly tokenUrl: string;
  /** The account so far: connections, samples heard, texts and answers of functions. */
  report(): LineReport;
  /** Everything that callers have said so far: 16-bit PCM at 16 kHz. */
  heard(): Int16Array;
  /** Changes fields of the script: for the next connection and, where they still matter, for this one. */
  change(script: Script): void;
  /** Does something now in the calls that are going on; throws where there is none. */
  do(action: Action): void;
  /** Resolves with the report once the condition holds; rejects after `timeout` milliseconds, 10,000 unless told otherwise. */
  waitFor(condition: Condition, timeout?: number): Promise<LineReport>;
  /** Drops every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Path of a classic script for the page under test. It puts a fake microphone in the place of the real one, as
 * `fakeMicrophone`, before the scripts of the page run.
 */
export const microphoneScript = fileURLToPath(new URL('./testing-page.js', import.meta.url));

/** Starts an emulator; resolves when it can be dialled. Without a persona, a parrot answers. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port, host, ...script } = options;
  const checked = readScript(script);
  const server = await startServer({ ...(port && { port }), ...(host && { host }) });
  const line = server.openLine(checked);
  return {
    baseUrl: `${server.url}/line/${line.id}`,
    tokenUrl: `${server.url}/lines/${line.id}/token`,
    report: () => structuredClone(line.report),
    heard: () => line.pcm,
    change: (fields) => line.change(readScript(fields)),
    do(action) {
      if (line.open.length === 0) throw new Error('Nobody is in a call with the emulator.');
      perform(action, line.open);
    },
    async waitFor(condition, timeout = 10_000) {
      if (await line.reached(condition, timeout)) return structuredClone(line.report);
      const { totals } = line.report;
      throw new Error(
        `The emulator waited ${timeout} ms; it has counted ${JSON.stringify(totals)}.`,
      );
    },
    close: () => server.close(),
  };
}
