import { asCallError, CallError } from '../call/errors.js';
import { INPUT_RATE } from '../call/ports/format.js';
import type {
  OpenSession,
  Session,
  SessionEvent,
  SessionRequest,
  TranscriptEntry,
} from '../call/ports/session.js';
import { encodeBase64 } from '../platform/base64.js';
import { withDeadline } from '../platform/deadline.js';
import { API_VERSION, BASE_URL, MODEL } from './endpoint.js';
import { liveUrl } from './live-url.js';
import { takesHistory } from './model-traits.js';
import { ModelTurn } from './model-turn.js';
import { readFrame, type FrameEvent } from './read-frame.js';
import { connectLive, type SdkSession } from './sdk.js';
import { isBlocking, sessionConfig, type VoiceOptions } from './setup.js';
import { endError, isByServer } from './socket-end.js';
import { LiveSocket } from './socket.js';

/** The settings of a session; empty values count as not given. */
export interface SessionOptions extends VoiceOptions {
  /** Where the Live API is: an http(s) or ws(s) URL. */
  readonly baseUrl?: string | null | undefined;
  readonly apiVersion?: string | null | undefined;
  readonly model?: string | null | undefined;
  /** Time limit for socket and setup together, in ms; the token has its own. */
  readonly connectTimeout?: number | undefined;
}

/** Asks for one token, until `signal` aborts; with the handle of the session that it is to resume. Rejects with a CallError. */
export type GetToken = (signal: AbortSignal, handle: string | undefined) => Promise<string>;

const CONNECT_TIMEOUT_MS = 10_000;

/** Makes the function that opens the sessions of one call, all of them by the `settings` as they are now. */
export function createOpenSession(settings: SessionOptions, getToken: GetToken): OpenSession {
  const options = { ...settings, getToken };
  return async (request, on) => {
    try {
      return await dial(options, request, on);
    } catch (error) {
      if (!isStaleToken(error)) throw error;
      return dial(options, request, on);
    }
  };
}

/** A token ages while a laptop sleeps or a network stalls; one fresh token cures that. */
function isStaleToken(error: unknown): boolean {
  return (
    error instanceof CallError && error.code === 'session-refused' && /token/i.test(error.detail)
  );
}

async function dial(
  options: SessionOptions & { readonly getToken: GetToken },
  { handle, tools, signal }: SessionRequest,
  on: (event: SessionEvent) => void,
): Promise<Session> {
  const { baseUrl, apiVersion, connectTimeout: limit = CONNECT_TIMEOUT_MS } = options;
  const model = options.model || MODEL;
  const token = await options.getToken(signal, handle);
  const url = liveUrl(baseUrl || BASE_URL, apiVersion || API_VERSION, token);
  const config = sessionConfig(options, handle, tools);
  const turn = new ModelTurn(on);
  /** The turn makes samples of bytes, the setup knows which function blocks; all else goes on as it is. */
  const tell = (event: FrameEvent) => {
    switch (event.type) {
      case 'audio':
        return turn.audio(event.bytes, event.rate);
      case 'interrupted':
      case 'generationComplete':
      case 'turnComplete':
        return turn[event.type]();
      case 'transcription':
        return turn.words(event);
      case 'toolCall':
        return on({ ...event, blocking: isBlocking(config, event.name, model) });
      default:
        return on(event);
    }
  };
  let open = false;
  let failure: CallError | undefined;
  const socket = new LiveSocket(
    url,
    {
      frame(frame) {
        on({ type: 'frame' });
        const events = readFrame(frame);
        turn.foresee(events);
        for (const event of events) tell(event);
      },
      unreadable(what) {
        on({ type: 'frame' });
        on({ type: 'unreadable', what });
      },
      ended(end) {
        failure = endError(end, open);
        if (open) on({ type: 'lost', error: failure, byServer: isByServer(end) });
      },
    },
    signal,
  );
  try {
    const live = await withDeadline(
      () => connectLive(socket, model, config),
      limit,
      () =>
        new CallError('connect-timeout', { detail: `no setupComplete within ${limit / 1000} s` }),
      signal,
    );
    open = true;
    return createSession(live, socket, model);
  } catch (error) {
    socket.close();
    signal.throwIfAborted();
    // The SDK itself refuses a model name that it cannot use, say.
    throw failure ?? asCallError(error, 'session-invalid');
  }
}

function createSession(live: SdkSession, socket: LiveSocket, model: string): Session {
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    sendAudio({ buffer, byteOffset, byteLength }) {
      const data = encodeBase64(new Uint8Array(buffer, byteOffset, byteLength));
      live.sendRealtimeInput({ audio: { data, mimeType: `audio/pcm;rate=${INPUT_RATE}` } });
    },
    endAudio: () => live.sendRealtimeInput({ audioStreamEnd: true }),
    markSpeech: (speaking) =>
      live.sendRealtimeInput(speaking ? { activityStart: {} } : { activityEnd: {} }),
    sendText: (text) => live.sendRealtimeInput({ text }),
    sendToolResponse: ({ id, name, response }) =>
      // The SDK insists on the field, the server that gave no id on none: JSON leaves `undefined` out.
      live.sendToolResponse({
        functionResponses: { id: (id || undefined)!, name, response: { ...response } },
      }),
    sendHistory(entries) {
      if (entries.length === 0 || !takesHistory(model)) return;
      live.sendClientContent({ turns: entries.map(toContent), turnComplete: false });
    },
    close: () => socket.close(),
  };
}

function toContent({ speaker, text }: TranscriptEntry) {
  return { role: speaker === 'model' ? 'model' : 'user', parts: [{ text }] };
}
