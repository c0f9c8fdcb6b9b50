import type { CallError } from '../call/errors.js';
import type {
  OpenSession,
  Session,
  SessionEvent,
  ToolDeclaration,
  TranscriptEntry,
} from '../call/ports/session.js';

/** The events of the session that are not the connection's own, and its own news. */
export type ConnectionEvent =
  | Exclude<SessionEvent, { readonly type: 'resumable' | 'goAway' }>
  /** Everything that has reached the server by now is known to a resumed session. */
  | { readonly type: 'covered' }
  /** The open session shall be replaced, as planned. */
  | { readonly type: 'handOver' }
  /** The call cannot go on. */
  | { readonly type: 'failed'; readonly error: CallError }
  /** Whether the network is too slow for the speech. */
  | { readonly type: 'slow'; readonly slow: boolean };

export interface ConnectionOptions {
  readonly openSession: OpenSession;
  /** The functions that the model may call, as of now. */
  readonly tools: () => readonly ToolDeclaration[];
  /** The words of the conversation so far, for a session that knows nothing of it. */
  readonly history: () => readonly TranscriptEntry[];
  /** Whether the model speaks or waits for an answer, so that a hand-over would break something off. */
  readonly isBusy: () => boolean;
  /** Whether speech waits and the socket takes none. */
  readonly isStuck: () => boolean;
}

/** An open session; `contextLost` if it knows no more of the call than the history. */
export interface Opened {
  readonly session: Session;
  readonly contextLost: boolean;
}

/**
 * The speech to send again after a connection was lost: everything that a resumed session cannot know of,
 * only what never left the page, or nothing.
 */
export type Resend = 'handle' | 'unsent' | 'none';

export interface UplinkListener {
  /** An open socket took `samples` of speech; `again`, if not for the first time. */
  sent(samples: number, again: boolean): void;
  /** An open socket took a text; `again`, if not for the first time. */
  textSent(text: string, again: boolean): void;
  /** So many samples, counted as sent, are not sent again: connections ended on them. */
  gaveUp?(samples: number): void;
  /** A text, counted as sent, is to be sent again or, if `dropped`, is not. */
  textUnsent?(text: string, dropped: boolean): void;
  /** Whether what is said now arrives late, since texts are tried. */
  late?(late: boolean): void;
  /** Something other than a closed socket keeps a message from being sent. */
  failed(error: unknown): void;
}
