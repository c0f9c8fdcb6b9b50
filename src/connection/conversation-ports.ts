import type { PlaybackReport, TapeLine, TapeReport, VoiceLine } from '../call/ports/audio.js';
import type { ToolDeclaration, ToolResponse, TranscriptEntry } from '../call/ports/session.js';
import type { CarriedItem } from './carried-item.js';
import type { ConnectionEvent, Resend } from './connection-ports.js';

/** The number of a session of the conversation, from 1. */
export type SessionNumber = number;

/** What a new conversation takes over from that of another page. */
export interface Inheritance {
  readonly handle: string;
  readonly items: readonly CarriedItem[];
}

/** From the call to its conversation: plain data, so that the two can live in two threads. */
export type ConversationCommand =
  /** Looks for the first session; `marks` if the caller holds to talk. */
  | {
      readonly type: 'open';
      readonly resend: Resend;
      readonly marks: boolean;
      readonly inherited: Inheritance | undefined;
    }
  /** The microphone, if any, is on the tape: neither that nor a session is of use without the other. */
  | { readonly type: 'taped' }
  /** A tape begins; its reports come back with this number. */
  | { readonly type: 'tape'; readonly tape: number; readonly line: TapeLine }
  | { readonly type: 'missed'; readonly samples: number }
  | { readonly type: 'voice'; readonly line: VoiceLine }
  /** The answer to `dialling`: the functions that the model may call, and the words so far. */
  | {
      readonly type: 'brief';
      readonly tools: readonly ToolDeclaration[];
      readonly history: readonly TranscriptEntry[];
    }
  /** Lets the tape drain into this session, if it is still there. */
  | { readonly type: 'attach'; readonly session: SessionNumber }
  /** Looks for the next session, in the place of the one that was lost or is to be handed over. */
  | { readonly type: 'reopen' }
  /** The network is back, or another one; not every engine tells a Worker. */
  | { readonly type: 'online' }
  | { readonly type: 'write'; readonly text: string }
  /** Asks the model to open the call, before everything else. */
  | { readonly type: 'greet'; readonly text: string }
  | { readonly type: 'answer'; readonly response: ToolResponse }
  /** How the functions stand now that so many of the model's calls of them are known. */
  | {
      readonly type: 'work';
      readonly calls: number;
      readonly pending: boolean;
      readonly blocking: boolean;
    }
  /** Silences the model's voice at once and for the rest of its turn. */
  | { readonly type: 'silence' }
  /** Hands everything on that another page may have to send. */
  | { readonly type: 'carry' }
  /** The caller has hung up: a session that opens from here on is of no use. */
  | { readonly type: 'ending' }
  /** Sends everything that has left the tape, and the last word. */
  | { readonly type: 'hangUp' }
  | { readonly type: 'close' };

/** From a conversation to its call, in the order in which it happens: the call's account follows from these alone. */
export type ConversationEvent =
  | Exclude<ConnectionEvent, { readonly type: 'audio' }>
  /** The next session is about to be dialled, and wants a brief. */
  | { readonly type: 'dialling' }
  /** A session is open, and watched. `contextLost` if it knows no more of the call than the history. */
  | { readonly type: 'opened'; readonly session: SessionNumber; readonly contextLost: boolean }
  /** The line to the session is gone; `again` samples that were sent by it wait to be sent again. */
  | { readonly type: 'disconnected'; readonly again: number; readonly byServer: boolean }
  /** The account of the tapes; `spokenMs` that the caller spoke since the last one. */
  | { readonly type: 'captured'; readonly report: TapeReport; readonly spokenMs: number }
  /** The tape of this number has reported that. */
  | {
      readonly type: 'taped';
      readonly tape: number;
      readonly report: TapeReport;
      readonly finished: boolean;
    }
  /** So many samples of the model's voice came; they do not sound if they are `dropped`. */
  | { readonly type: 'voice'; readonly samples: number; readonly dropped: boolean }
  | { readonly type: 'played'; readonly report: PlaybackReport }
  /** The voice was silenced because the caller wanted it so, or has written something. */
  | { readonly type: 'silenced' }
  | { readonly type: 'sent'; readonly samples: number; readonly again: boolean }
  | { readonly type: 'textSent'; readonly text: string; readonly again: boolean }
  | { readonly type: 'gaveUp'; readonly samples: number }
  | { readonly type: 'textUnsent'; readonly text: string; readonly dropped: boolean }
  | { readonly type: 'late'; readonly late: boolean }
  /** The model was asked to open the call. */
  | { readonly type: 'greeted' }
  | ({ readonly type: 'carried' } & Inheritance)
  | { readonly type: 'hungUp' };

/** Where a conversation runs: in a Worker, which the page cannot hold up, or in the page. */
export type ConversationPlace = 'worker' | 'page';

/** A conversation, wherever it runs. */
export interface ConversationPort {
  /** Undefined until that is known. */
  readonly place?: ConversationPlace | undefined;
  post(command: ConversationCommand): void;
}

/** Begins a conversation, which tells `on` of everything. */
export type Converse = (on: (event: ConversationEvent) => void) => ConversationPort;
