import type { JsonObject } from './json.js';
import type { Refusal } from './refusal.js';

/** A message of a client other than its voice; one of the fields. */
export interface WrittenMessage {
  readonly text?: string;
  readonly toolResponse?: JsonObject;
  /** Turns that are told and not to be answered. */
  readonly history?: readonly JsonObject[];
}

/** The record of one connection; counts of input are int16 samples at the rate they came in. */
export interface ConnectionReport {
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  closed: Refusal | null;
  /** The setup that counts, after the token had its say. */
  setup: JsonObject | null;
  samples: number;
  chunks: number;
  streamEnds: number;
  /** Marks of speech that a client sets which finds it itself: `start` and `end`, each with the samples that had come before it. */
  readonly marks: { readonly type: 'start' | 'end'; readonly samples: number }[];
  /** In the order in which they came, each with the samples that had come on this connection before it. */
  readonly written: (WrittenMessage & { readonly samples: number })[];
  turns: number;
  resumedFrom: string | null;
  readonly protocolErrors: string[];
}

/** The account of a line. */
export interface LineReport {
  readonly connections: readonly ConnectionReport[];
  readonly totals: LineTotals;
}

/** Counts over all connections of a line; each of them can be waited for. */
export interface LineTotals {
  /** Upgrades asked for, the refused ones included. */
  readonly dials: number;
  readonly connections: number;
  /** Connections that are closed. */
  readonly closed: number;
  /** Connections that have sent their setup. */
  readonly setups: number;
  /** int16 samples of input. */
  readonly samples: number;
  readonly chunks: number;
  readonly streamEnds: number;
  /** Ends of speech that clients have marked. */
  readonly markedEnds: number;
  /** Texts and answers of tools. */
  readonly written: number;
  /** Turns of the model that have ended. */
  readonly turns: number;
  /** Requests to the token endpoint. */
  readonly tokenRequests: number;
}
