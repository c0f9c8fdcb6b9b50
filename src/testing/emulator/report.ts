import type { JsonObject } from './json.js';
import type { WrittenMessage } from './peer-host.js';
import type { Refusal } from './refusal.js';

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
