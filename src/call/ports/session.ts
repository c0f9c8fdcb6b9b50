/** A function that the model may call, as the Live API wants it declared. */
export interface ToolDeclaration {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parametersJsonSchema?: unknown;
  /** The same as an OpenAPI schema. */
  readonly parameters?: object;
  /** Whether the model waits for the answer; models differ in what they do without it. */
  readonly behavior?: 'BLOCKING' | 'NON_BLOCKING';
}

/** The model calls a function. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The answer to the call with this id; it holds nothing but JSON. */
export interface ToolResponse {
  readonly id: string;
  readonly name: string;
  readonly response: { readonly output: unknown } | { readonly error: string };
}

/** What one of the two said or wrote in one go. */
export interface TranscriptEntry {
  readonly speaker: 'caller' | 'model';
  readonly text: string;
}

export interface SessionListener {
  /** A frame came from the server, whatever is in it: a sign of life. */
  frame(): void;
  /** A piece of the model's voice: mono 16-bit PCM at `rate` Hz. */
  audio(samples: Int16Array, rate: number): void;
  /** Voice of a turn the caller has already broken into came too late to sound, in samples as received. */
  discarded(samples: number): void;
  /** The caller broke in: nothing more of this turn may sound. */
  interrupted(): void;
  /** The model has said all of this turn. */
  turnComplete(): void;
  /** The model calls a function; `blocking` when the server takes no input until it is answered. */
  toolCall(call: ToolCall, blocking: boolean): void;
  /** The server waits no longer for the answers to these calls. */
  toolCancel(ids: readonly string[]): void;
  /** A piece of what one of the two said, in words. */
  transcribed(speaker: TranscriptEntry['speaker'], text: string): void;
  /** From here on the session can be taken up again by this handle, knowing all it has heard by now. */
  resumable(handle: string): void;
  /** The server will hang up in so many seconds. */
  goAway(seconds: number): void;
  /** Something in a frame could not be read; the rest of the frame was. */
  unreadable(what: string): void;
  /** An open session ended without our closing it. Called once, never after `close()`. */
  lost(error: Error): void;
}

/** An open session: the server has said `setupComplete`. */
export interface Session {
  /** Bytes handed to the socket and not yet to the network; once it is closed, those that never got there. */
  readonly bufferedAmount: number;
  /** Puts mono 16-bit PCM at 16 kHz on the wire. Throws when the socket is not open, and then nothing was sent. */
  sendAudio(samples: Int16Array): void;
  /** Tells the server that the microphone pauses, so that it need not wait for more. */
  endAudio(): void;
  /** Puts in what the caller has typed. Throws as `sendAudio` does. */
  sendText(text: string): void;
  /** Answers a call. Throws as `sendAudio` does. */
  sendToolResponse(response: ToolResponse): void;
  /** Tells a new session what was said before it, before anything else is sent. Throws as `sendAudio` does. */
  recall(entries: readonly TranscriptEntry[]): void;
  /** Closes the socket; what was sent before still goes out. */
  close(): void;
}

/**
 * Fetches a token, dials, sets up; with a `handle`, takes up the session that gave it. `tools` is what
 * the model may call. Rejects with a CallError within its time limits; aborts with the signal.
 */
export type OpenSession = (
  listener: SessionListener,
  signal: AbortSignal,
  handle?: string,
  tools?: readonly ToolDeclaration[],
) => Promise<Session>;
