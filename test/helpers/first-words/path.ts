import type { TestLine } from '../line.js';

/** Lost speech by the call's own account, in 16 kHz samples. */
export interface PathAccount {
  /** Captured, and dropped because there was no session. */
  readonly guard: number;
  /** Booked as lost by a ledger. */
  readonly ledger: number;
}

/** A call on its way. */
export interface PathCall {
  account(): PathAccount;
  /** Ends the call; what was sent before still goes out. */
  hangUp(): Promise<void>;
}

/** One way to write a call. It makes its AudioContext and asks for the microphone in this very task. */
export type CallPath = (line: TestLine) => PathCall;
