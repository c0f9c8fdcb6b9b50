import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrokerEvent, type BrokerOptions, createBroker } from '../../src/broker/broker.js';
import { openTicket } from '../../src/broker/ticket.js';

export const apiKey = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';
export const url = 'https://www.example.com/api/token';
export const origin = 'https://www.example.com';
/** Origins that are not this one, however much they look like it. */
export const strangers = [
  'null',
  'https://evil.example',
  'http://www.example.com',
  'https://www.example.com:8443',
  'https://www.example.com.evil.example',
  'https://evilwww.example.com',
  'https://example.com',
  'https://www.example.com/',
  'HTTPS://WWW.EXAMPLE.COM',
];
export const profile = {
  model: 'gemini-3.8-live',
  voice: 'Kore',
  language: 'en-GB',
  instructions: 'Be brief.',
  config: { outputAudioTranscription: {}, responseModalities: ['TEXT'] },
};

/** Of a call that is on: a broker with the same key believes it. */
export const ticketOf = async (key = apiKey, seconds = 900) =>
  (await openTicket(key, seconds)).text;
export const ticket = await ticketOf();

/** A request that goes on with the session `h-1`. */
export const resuming = JSON.stringify({ handle: 'h-1', ticket });

/** The profile as the Live API reads it. */
export const lockedSetup = {
  model: 'models/gemini-3.8-live',
  generationConfig: {
    responseModalities: ['AUDIO'],
    speechConfig: {
      voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } },
      languageCode: 'en-GB',
    },
  },
  systemInstruction: { parts: [{ text: 'Be brief.' }], role: 'user' },
  inputAudioTranscription: {},
  outputAudioTranscription: {},
  contextWindowCompression: { slidingWindow: {} },
  sessionResumption: {},
};

/** Stands for the Live API: keeps what it was asked and answers as told. */
export const upstream = {
  url: '',
  asked: [] as { path: string; key: string | undefined; body: unknown }[],
  status: 200,
  answer: {} as unknown,
  /** Instead of `answer` as JSON. */
  text: undefined as string | undefined,
  headers: {} as Record<string, string>,
  hang: false,
  /** Hangs up instead of answering. */
  reset: false,
};

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text);
}

const server = createServer((request, response) => {
  void readBody(request).then((body) => {
    const key = request.headers['x-goog-api-key'];
    upstream.asked.push({ path: request.url ?? '', key: String(key), body });
    if (upstream.reset) response.destroy();
    if (upstream.hang || upstream.reset) return;
    response.writeHead(upstream.status, {
      'content-type': 'application/json',
      ...upstream.headers,
    });
    response.end(upstream.text ?? JSON.stringify(upstream.answer));
  });
});

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly body?: string | ReadableStream | null;
  /** What the host says beside the request. */
  readonly info?: unknown;
  readonly options?: Partial<BrokerOptions>;
}

/** A request of an allowed page, unless told otherwise; `events` is what the owner hears. */
export async function ask({ method = 'POST', headers, body = '{}', info, options }: Ask = {}) {
  const events: BrokerEvent[] = [];
  const onEvent = (event: BrokerEvent) => events.push(event);
  const usual = { apiKey, profile, baseUrl: upstream.url, allowedOrigins: [origin], onEvent };
  const broker = createBroker({ ...usual, ...options });
  const given = { origin, 'content-type': 'application/json', ...headers };
  const entries = Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]);
  const request = new Request(url, {
    method,
    headers: new Headers(entries),
    ...(method === 'POST' && { body, duplex: 'half' }),
  });
  const response = await broker.fetch(request, info);
  const text = await response.text();
  const answer = text ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { response, text, answer, events };
}

export async function openUpstream() {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function closeUpstream() {
  server.closeAllConnections();
  server.close();
}

export function resetUpstream() {
  const answer = { name: 'auth_tokens/abc' };
  Object.assign(upstream, { asked: [], status: 200, answer, text: undefined, headers: {} });
  Object.assign(upstream, { hang: false, reset: false });
}
