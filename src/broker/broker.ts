import { readText } from '../platform/read-text.js';
import { redact } from '../platform/redact.js';
import { type MintOptions, mintToken } from './mint-token.js';
import { type AllowedOrigins, checkOrigins, isAllowedOrigin } from './origin.js';
import type { Profile } from './profile.js';
import { Refusal } from './refusal.js';

export type { AllowedOrigins } from './origin.js';
export type { Profile } from './profile.js';

type Key = string | undefined;

/** The settings of a broker. */
export interface BrokerOptions extends MintOptions {
  /**
   * The Gemini API key, or a function that gets it at each request. It leaves the broker in one direction
   * only: to the Live API. Where it is missing, each request is answered with 500 `key-missing`, so that
   * a site can be built on a machine that has none.
   */
  readonly apiKey: Key | (() => Key | Promise<Key>);
  /** Every caller talks to this. */
  readonly profile: Profile;
  /** The server that mints tokens; Google's own endpoint unless given. */
  readonly baseUrl?: string | undefined;
  /** Version of that endpoint, `v1beta` unless given. */
  readonly apiVersion?: string | undefined;
  /**
   * Origins whose pages may call, such as `https://www.example.com`; exact, no patterns. A function may
   * judge them instead, where each preview of a site has an origin of its own. Unless given, only pages
   * of the broker's own origin may: name that origin here if a proxy in front of the broker ends TLS, for
   * then the broker sees another address than the page does.
   */
  readonly allowedOrigins?: AllowedOrigins | undefined;
  /** Has the last word on each request, as programs other than browsers forge an Origin. Only `true` lets it through. */
  readonly authorize?: ((request: Request) => boolean | Promise<boolean>) | undefined;
  /** Hears why a token could not be minted. The message never holds the key. */
  readonly onError?: ((error: Error) => unknown) | undefined;
}

/** A handler for any server that speaks `Request` and `Response`: Node, Deno, Bun, Workers. */
export interface Broker {
  /** Answers a POST with `{"token": "auth_tokens/…"}`, or an error with `{"code", "retryable"}`. */
  fetch(request: Request): Promise<Response>;
}

/** The longest request body that is read, in bytes. */
const MAX_BODY_BYTES = 2048;

/**
 * Makes a token broker. It mints one short-lived token per request, good for one connection with
 * `profile`, and takes nothing from the page but the handle of a session to take up.
 * @throws TypeError when the model or an origin is unusable.
 */
export function createBroker(options: BrokerOptions): Broker {
  if (!options.profile?.model) throw new TypeError('createBroker: profile.model is missing');
  checkOrigins(options.allowedOrigins);
  return { fetch: (request) => respond(request, options) };
}

async function respond(request: Request, options: BrokerOptions): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'no-store' });
  let apiKey: Key;
  try {
    checkMethod(request.method);
    allowOrigin(request, options.allowedOrigins, headers);
    if (request.method === 'OPTIONS') return preflight(headers);
    checkType(request.headers.get('content-type') ?? '');
    const handle = await readHandle(request, options);
    apiKey = await readKey(options);
    const token = await mintToken(options, apiKey, handle);
    return Response.json({ token }, { headers });
  } catch (error) {
    const refusal = Refusal.of(error);
    if ('cause' in refusal) report(options, redact(String(refusal.cause), apiKey));
    for (const [name, value] of Object.entries(refusal.headers)) headers.set(name, value);
    const { status, code, retryable } = refusal;
    return Response.json({ code, retryable }, { status, headers });
  }
}

function checkMethod(method: string): void {
  if (method === 'POST' || method === 'OPTIONS') return;
  throw new Refusal(405, 'method-not-allowed', { headers: { allow: 'POST, OPTIONS' } });
}

/** Only pages of allowed origins learn what the broker answers: https://fetch.spec.whatwg.org/#http-cors-protocol */
function allowOrigin(request: Request, allowed: AllowedOrigins | undefined, headers: Headers) {
  if (!isAllowedOrigin(request, allowed)) throw new Refusal(403, 'origin-refused');
  headers.set('access-control-allow-origin', request.headers.get('origin') ?? '');
  headers.set('access-control-expose-headers', 'retry-after');
  headers.set('vary', 'Origin');
}

function preflight(headers: Headers): Response {
  headers.set('access-control-allow-methods', 'POST');
  headers.set('access-control-allow-headers', 'content-type');
  headers.set('access-control-max-age', '600');
  return new Response(null, { status: 204, headers });
}

/**
 * No form and no image can post JSON, and no page can across origins without a preflight:
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
function checkType(type: string): void {
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new Refusal(415, 'unsupported-media-type');
}

/** Nothing in the body has a say about the call but the handle of the session that it goes on with. */
async function readHandle(request: Request, { authorize }: BrokerOptions): Promise<Key> {
  // `authorize` may read the body, too.
  const copy = authorize && request.clone();
  const claimed = Number(request.headers.get('content-length'));
  const text = claimed > MAX_BODY_BYTES ? undefined : await readText(request.body, MAX_BODY_BYTES);
  if (text === undefined) throw new Refusal(413, 'too-large');
  const verdict: unknown = copy ? await authorize(copy) : true;
  if (verdict !== true) throw new Refusal(403, 'not-authorized');
  try {
    const handle = (JSON.parse(text) as { handle?: unknown } | null)?.handle;
    return typeof handle === 'string' && handle !== '' ? handle : undefined;
  } catch {
    // The parser's message quotes the body, which may hold anything.
    throw new Refusal(400, 'invalid-body');
  }
}

async function readKey({ apiKey }: BrokerOptions): Promise<string> {
  const key = typeof apiKey === 'function' ? await apiKey() : apiKey;
  if (key) return key;
  throw new Refusal(500, 'key-missing', { cause: 'createBroker: apiKey is missing' });
}

/** Whatever the owner's function does, the page gets its answer, and Node does not end over a rejection. */
function report({ onError }: BrokerOptions, message: string): void {
  void (async () => onError?.(new Error(message)))().catch(() => {});
}
