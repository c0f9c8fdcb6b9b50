import type { FunctionCallScript } from './persona-script.js';

/** Something that a line can be told to do now, on its open connections; one of the fields. */
export interface Action {
  /** Says these words; a number is seconds of the test tone. */
  readonly say?: string | number;
  /** Calls functions of the page. */
  readonly call?: FunctionCallScript | readonly FunctionCallScript[];
  /** Server messages, sent one after the other: objects as JSON, strings as they are. */
  readonly frames?: readonly unknown[];
  /** Breaks off the turn, as when the caller speaks. */
  readonly interrupted?: true;
  readonly close?: { readonly code: number; readonly reason: string };
  /** Drops the connection without a closing handshake. */
  readonly terminate?: true;
  /** Announces the end, as in `"50s"`, and closes with 1011 when the time is over. */
  readonly goAway?: string;
  /** Stops reading from the network; false goes on. */
  readonly pause?: boolean;
  /** Reads on, but neither hears nor says anything more, as where a connection has died on its way; false goes on. */
  readonly deaf?: boolean;
  /** One binary frame of these bytes, in base64. */
  readonly binary?: string;
}
