import type { CallError, CallErrorDetails, ErrorCode } from '../call/errors.js';
import type { ConversationCommand, ConversationEvent } from '../connection/conversation-ports.js';

/** An error as it goes from one thread to the other, where it would lose its class. */
export interface PlainError extends CallErrorDetails {
  readonly code: ErrorCode;
}

/** From the page to a conversation elsewhere: commands of the call, and the answers to its questions for a token. */
export type ToConversation =
  | ConversationCommand
  | { readonly type: 'token'; readonly question: number; readonly token: string }
  | { readonly type: 'noToken'; readonly question: number; readonly error: PlainError };

type Failing = Extract<ConversationEvent, { readonly error: CallError }>;
type Plain<Event> = Event extends Failing
  ? Omit<Event, 'error'> & { readonly error: PlainError }
  : Event;

/** From there to the page. */
export type FromConversation =
  | Plain<ConversationEvent>
  | {
      readonly type: 'askToken';
      readonly question: number;
      readonly handle: string | undefined;
    }
  /** Nobody waits for the answer any more. */
  | { readonly type: 'unwanted'; readonly question: number };

export function toPlain({ code, detail, retryAfter }: CallError): PlainError {
  return { code, detail, retryAfter };
}
