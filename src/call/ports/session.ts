import type { CallError } from '../errors.js';

/** A function that the model may call. */
export interface ToolDeclaration {
  readonly name: string;
  readonly description?: string | undefined;
  /** JSON Schema of the arguments, an object. */
  readonly inputSchema?: object | undefined;
  /** Whether the model waits for the answer; models differ in what they do without it. */
  readonly blocking?: boolean | undefined;
}

/** The model calls a function. */
export interface ToolCall {
  /** Empty where the server gave none, as some proxies do. */
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The answer to the call with this id, or to the next one of this name where it is empty; it holds nothing but JSON. */
export interface ToolResponse {
  readonly id: string;
  readonly name: string;
  readonly response: { readonly output: unknown } | { readonly error: string };
}

/** One turn of the caller or the model, spoken or written, in words. */
export interface TranscriptEntry {
  readonly speaker: 'caller' | 'model';
  readonly text: string;
}

/** A page on which an answer rests; `url` is http or https. */
export interface Source {
  readonly url: string;
  readonly host: string;
  /** Empty where the server gave none. */
  readonly title: string;
}

/**
 * Everything that an open session tells, in the order in which it happens: plain data, so that a
 * session can live in a Worker. Each layer handles its own members in one switch and forwards the rest.
 */
export type SessionEvent =
  /** A frame came from the server, whatever it holds: the connection lives. */
  | { readonly type: 'frame' }
  /** A piece of the model's voice: mono 16-bit PCM at `rate` Hz. */
  | { readonly type: 'audio'; readonly samples: Int16Array; readonly rate: number }
  /** So many samples of an interrupted turn came too late to be played. */
  | { readonly type: 'discarded'; readonly samples: number }
  /** The caller broke in: nothing more of this turn may sound. */
  | { readonly type: 'interrupted' }
  /** The model has said all of this turn. */
  | { readonly type: 'turnComplete' }
  /**
   * A piece of the words of one of the two. `finished`: the caller has said all of them. `late`: they belong
   * to the turn of the model that has just been complete.
   */
  | ({
      readonly type: 'transcription';
      readonly finished?: true;
      readonly late?: true;
    } & TranscriptEntry)
  /** What an answer of the model rests on: `metadata` as the server sends it, and the pages in it. */
  | {
      readonly type: 'grounding';
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly sources: readonly Source[];
    }
  /** The model calls a function; `blocking` when the server takes no input until it is answered. */
  | ({ readonly type: 'toolCall'; readonly blocking: boolean } & ToolCall)
  /** The server waits no longer for the answers to these calls. */
  | { readonly type: 'toolCancel'; readonly ids: readonly string[] }
  /** From here on this handle resumes the session, with all it has heard by now. */
  | { readonly type: 'resumable'; readonly handle: string }
  /** The server will hang up in `timeLeft` seconds; undefined where it does not say when. */
  | { readonly type: 'goAway'; readonly timeLeft: number | undefined }
  /** Something in a frame could not be read, by its name; the rest of the frame was. */
  | { readonly type: 'unreadable'; readonly what: string }
  /**
   * The open session ended without our closing it. Comes once, never after `close()`. `byServer` if the
   * server hung up, perhaps because of something that was sent, and the network did not just break.
   */
  | { readonly type: 'lost'; readonly error: CallError; readonly byServer?: boolean };

/** An open session: the server has said `setupComplete`. */
export interface Session {
  /** Bytes handed to the socket and not yet to the network; once it is closed, those that never got there. */
  readonly bufferedAmount: number;
  /**
   * Puts mono 16-bit PCM at 16 kHz on the wire. Throws a CallError `session-lost` when the socket is
   * not open, and then nothing was sent.
   */
  sendAudio(samples: Int16Array): void;
  /** Tells the server that the microphone pauses, so that it need not wait for more. */
  endAudio(): void;
  /** Marks where speech begins and ends, for a server that does not look for that itself. Throws as `sendAudio` does. */
  markSpeech?(speaking: boolean): void;
  /** Sends what the caller has typed. Throws as `sendAudio` does. */
  sendText(text: string): void;
  /** Answers a call. Throws as `sendAudio` does. */
  sendToolResponse(response: ToolResponse): void;
  /** Tells a new session what was said before it, before anything else is sent. Throws as `sendAudio` does. */
  sendHistory(entries: readonly TranscriptEntry[]): void;
  /** Closes the socket; what was sent before still goes out. */
  close(): void;
}

/** Which session to open. */
export interface SessionRequest {
  /** Resumes the session that gave this handle. */
  readonly handle?: string | undefined;
  /** The functions that the model may call. */
  readonly tools: readonly ToolDeclaration[];
  /** Gives up the dial, or closes the open session. */
  readonly signal: AbortSignal;
}

/**
 * Fetches a token, dials and sets up; calls `on` with each event from then on. Rejects with a
 * CallError within its time limits, and with the reason of the signal when that aborts.
 */
export type OpenSession = (
  request: SessionRequest,
  on: (event: SessionEvent) => void,
) => Promise<Session>;
