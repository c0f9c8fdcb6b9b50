import type { CallStatus } from '../call/status.js';
import type { Layout } from './layout.js';
import type { Said } from './status-line.js';
import type { Words } from './strings/en.js';

/** Everything that the card shows. */
export interface Picture {
  readonly status: CallStatus;
  readonly words: Words;
  /** The words for a screen reader. */
  readonly said: Said;
  readonly layout: Layout;
  readonly disabled: boolean;
  /** Whether it is a mere picture: nothing in it can be pressed. */
  readonly inert?: boolean;
}
