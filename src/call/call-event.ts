import type { SessionNumber } from '../connection/conversation-ports.js';
import type { CallError } from './errors.js';

/** Messages of a call to its runner: moves along the table, events for the page, and changes of its activity. */
export type CallEvent =
  | {
      readonly type: 'SESSION_OPEN';
      readonly session: SessionNumber;
      readonly contextLost: boolean;
    }
  | { readonly type: 'FIRST_CHUNK' | 'HAND_OVER' }
  | { readonly type: 'SESSION_LOST' | 'FAIL'; readonly error: CallError }
  | { readonly type: 'announce'; readonly event: Event }
  | { readonly type: 'changed' }
  | { readonly type: 'level'; readonly peak: number };
