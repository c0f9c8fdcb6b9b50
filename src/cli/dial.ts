import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { type Profile, toSetup } from '../broker/profile.js';
import { API_VERSION } from '../gemini/endpoint.js';
import { liveUrl } from '../gemini/live-url.js';
import { type Facts, Fault } from './fault.js';
import { readFailure, readGoogle } from './google-words.js';
import { voicesLike } from './voices.js';

/** One call that is dialled to see whether it would be picked up. */
export interface Dial {
  readonly baseUrl: string;
  readonly apiVersion: string | undefined;
  readonly token: string;
  readonly profile: Profile;
  readonly timeoutMs: number;
}

/** The longest message that is taken, in bytes; `setupComplete` takes 26. */
const MAX_MESSAGE_BYTES = 1_048_576;

/**
 * Opens a session with the token, as a page would, and hangs up once the model is there. `ws` does it, since Node
 * has a `WebSocket` from 22 on only, and that one hides the answer of a server that refuses the upgrade.
 * @throws Fault
 */
export function dial({ baseUrl, apiVersion, token, profile, timeoutMs }: Dial): Promise<void> {
  const facts = factsOf(profile, baseUrl);
  const socket = new WebSocket(liveUrl(baseUrl, apiVersion ?? API_VERSION, token), {
    maxPayload: MAX_MESSAGE_BYTES,
  });
  return new Promise<void>((resolve, reject) => {
    const fail = (words: string, status: number) =>
      reject(new Fault(readGoogle(words, status), facts, words || `${status}`));
    const timer = setTimeout(() => {
      reject(new Fault('no-answer', { ...facts, seconds: timeoutMs / 1000 }));
      socket.terminate();
    }, timeoutMs);
    socket.on('open', () => socket.send(JSON.stringify({ setup: toSetup(profile) })));
    socket.on('message', (data: Buffer) => {
      if (!isSetupComplete(data.toString())) return;
      resolve();
      socket.close(1000);
    });
    socket.on('close', (code, reason) => {
      clearTimeout(timer);
      fail(String(reason), code);
    });
    socket.on('unexpected-response', (_, response) => {
      const status = response.statusCode ?? 0;
      void text(response).then(
        (body) => fail(messageIn(body.slice(0, 16_384)), status),
        () => fail('', status),
      );
      response.once('close', () => clearTimeout(timer));
    });
    socket.on('error', (error) => {
      clearTimeout(timer);
      const words = wordsOf(error);
      reject(new Fault(readFailure(words), facts, words));
    });
  });
}

/** What the sentences about a refused call name. */
export function factsOf({ model, voice, language }: Profile, base: string): Facts {
  const given = voice ?? '';
  return { model, voice: given, voices: voicesLike(given), language: language ?? '', base };
}

function isSetupComplete(message: string): boolean {
  try {
    return 'setupComplete' in (JSON.parse(message) as object);
  } catch {
    return false;
  }
}

/** The message in an error of Google, without the rest: https://google.aip.dev/193 */
function messageIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } };
    if (typeof error?.message === 'string') return error.message;
  } catch {
    // A proxy has answered in Google's place.
  }
  return body.startsWith('<') ? '' : body;
}

/** An error of several addresses has no words of its own. */
function wordsOf(error: Error): string {
  const [first]: unknown[] = (error as Partial<AggregateError>).errors ?? [];
  return first instanceof Error ? first.message : error.message;
}
