import type { ConversationEvent } from '../connection/conversation-ports.js';
import type { Ledger } from './ledger.js';
import type { Transcript } from './transcript.js';

/** What becomes of speech and texts on their way to the server. */
type SentEvent = Extract<
  ConversationEvent,
  { readonly type: 'sent' | 'textSent' | 'gaveUp' | 'textUnsent' | 'disconnected' }
>;

/** Books what goes out: speech and texts in the ledger, the words that the session has in the transcript. */
export function bookSent(event: SentEvent, ledger: Ledger, transcript: Transcript): void {
  switch (event.type) {
    case 'sent':
      return event.again ? ledger.resent(event.samples) : ledger.sent(event.samples);
    case 'textSent':
      if (!event.again) ledger.textSent();
      return transcript.write(event.text);
    case 'gaveUp':
      return ledger.gaveUp(event.samples);
    case 'textUnsent':
      return event.dropped ? ledger.textGivenUp() : transcript.unwrite(event.text);
    case 'disconnected':
      return ledger.disconnected(event.again);
  }
}
