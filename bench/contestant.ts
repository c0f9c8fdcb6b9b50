import type { TestLine } from '../test/helpers/line.js';

/** A call that can be measured. */
export interface Contestant {
  /** Resolves when the microphone is on and the session is open. */
  start(line: TestLine): Promise<void>;
  stop(): Promise<void>;
}
