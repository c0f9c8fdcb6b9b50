import { type Authorize, askAuthorize } from './authorize.js';
import { readAddress } from './address.js';
import { readBody } from './body.js';
import { answerHeaders, preflight } from './cors.js';
import { type BrokerEvent, consoleLog, fenced, oneLine, type OnEvent, warn } from './events.js';
import { askHook } from './hook.js';
import { type MintOptions, mintToken } from './mint-token.js';
import { answerNode, type NodeRequest, type NodeResponse } from './node.js';
import { type AllowedOrigins, adviceFor, checkOrigin, checkOrigins } from './origin.js';
import { Refusal } from './refusal.js';

export type { Authorize, AuthorizeFacts, Verdict } from './authorize.js';
export type { BrokerEvent, OnEvent } from './events.js';
export type { NodeRequest, NodeResponse } from './node.js';
export type { AllowedOrigins } from './origin.js';
export type { Profile } from './profile.js';

type Key = string | undefined;

/** The settings of a broker. */
export interface BrokerOptions extends MintOptions {
  /**
   * The Gemini API key, or a function that gets it at each request, within 5 s. It leaves the broker in
   * one direction only: to the Live API. Where it is missing, each request is answered with 500
   * `key-missing`, so that a site can be built on a machine that has none.
   */
  readonly apiKey: Key | (() => Key | Promise<Key>);
  /**
   * Origins whose pages may call, such as `https://www.example.com`; exact, no patterns. A function may
   * judge them instead, where each preview of a site has an origin of its own: only `true` lets one in.
   * Unless given, only pages of the broker's own origin may, over https or on this machine: name that
   * origin here if a proxy in front of the broker ends TLS, for then the broker sees another address
   * than the page does.
   */
  readonly allowedOrigins?: AllowedOrigins | undefined;
  /**
   * Has the last word on each request, as programs other than browsers forge an Origin. Only `true` or
   * `{ caller: 'user-17' }` lets it through. What throws, or takes over 5 s, lets nobody through.
   */
  readonly authorize?: Authorize | undefined;
  /**
   * Hears what became of each request, and why. Unless given, refusals and failures go to the console,
   * the same one once an hour.
   */
  readonly onEvent?: OnEvent | undefined;
}

/** A handler for any server that speaks `Request` and `Response`, and for those of Node. */
export interface Broker {
  /**
   * Answers a POST with `{"token": "auth_tokens/…"}`, or an error with `{"code", "retryable"}`. `info` is
   * what the host passes beside the request; Deno, Bun and `@hono/node-server` tell there who asks.
   */
  readonly fetch: (request: Request, info?: unknown) => Promise<Response>;
  /** The same for `node:http`, Express and their like, also behind a parser such as `express.json()`. */
  readonly node: (request: NodeRequest, response: NodeResponse) => Promise<void>;
}

/** The broker knows this much of a request before its end. */
interface Draft {
  resumed: boolean;
  caller?: string | undefined;
  /** The key and the handle, which no line of a log may show. */
  readonly secrets: string[];
}

/**
 * Makes a token broker. It mints one short-lived token per request, good for one connection with
 * `profile`, and takes nothing from the page but the handle of a session to take up.
 * @throws TypeError when the model, an origin or a function is unusable.
 */
export function createBroker(options: BrokerOptions): Broker {
  const { profile, allowedOrigins, authorize, onEvent, apiKey } = options;
  if (!profile?.model) throw new TypeError('createBroker: profile.model is missing');
  checkOrigins(allowedOrigins);
  for (const [name, hook] of Object.entries({ authorize, onEvent })) {
    if (hook === undefined || typeof hook === 'function') continue;
    throw new TypeError(`createBroker: ${name} is no function`);
  }
  const tell = fenced(onEvent ?? consoleLog());
  let isAsked = false;

  const fetch = async (request: Request, info?: unknown) => {
    const advice = isAsked || allowedOrigins ? undefined : adviceFor(request);
    isAsked = true;
    if (advice) warn(advice);
    if (request.method === 'OPTIONS') return preflight(request);
    const start = performance.now();
    const draft: Draft = { resumed: false, secrets: [] };
    if (typeof apiKey === 'string' && apiKey.trim()) draft.secrets.push(apiKey.trim());
    const result = await answer(options, request, info, draft).catch((error: unknown) =>
      Refusal.of(error),
    );
    const isRefusal = result instanceof Refusal;
    tell({
      ...(isRefusal ? outcome(result, draft) : minted),
      caller: draft.caller,
      ms: Math.round(performance.now() - start),
      resumed: draft.resumed,
    });
    const headers = answerHeaders(request);
    if (!isRefusal) return Response.json({ token: result }, { headers });
    const { status, code, retryable } = result;
    for (const [name, value] of Object.entries(result.headers)) headers.set(name, value);
    return Response.json({ code, retryable }, { status, headers });
  };
  return { fetch, node: (request, response) => answerNode(fetch, request, response) };
}

/** Asks the cheapest question first. Yields the token. */
async function answer(
  options: BrokerOptions,
  request: Request,
  info: unknown,
  draft: Draft,
): Promise<string> {
  if (request.method !== 'POST') {
    const details = { headers: { allow: 'POST, OPTIONS' }, why: `${request.method} is not POST` };
    throw new Refusal(405, 'method-not-allowed', details);
  }
  checkOrigin(request, options.allowedOrigins);
  const body = await readBody(request, info);
  const handle = handleIn(body);
  if (handle) draft.secrets.push(handle);
  draft.resumed = handle !== undefined;
  if (options.authorize) {
    const facts = { body, address: readAddress(request, info), resumed: draft.resumed, info };
    draft.caller = await askAuthorize(options.authorize, request, facts);
  }
  const apiKey = await readKey(options);
  draft.secrets.push(apiKey);
  return mintToken(options, apiKey, handle);
}

/** Nothing in the body has a say about the call but the handle of the session that it goes on with. */
function handleIn(body: unknown): string | undefined {
  const handle = (body as { handle?: unknown } | null)?.handle;
  return typeof handle === 'string' && handle !== '' ? handle : undefined;
}

async function readKey({ apiKey }: BrokerOptions): Promise<string> {
  const key = await askHook('apiKey', 'key', () =>
    typeof apiKey === 'function' ? apiKey() : apiKey,
  );
  // A key that is no header value would fail as if the network did, and its words might show it.
  if (typeof key === 'string' && /^\s*[!-~]+\s*$/.test(key)) return key.trim();
  const why = 'apiKey is missing or no key; set it, or the variable that it comes from';
  throw new Refusal(500, 'key-missing', { why });
}

const minted = { type: 'minted', status: 200, code: 'minted', why: '' } as const;

/** The refusal as the owner hears it. */
function outcome(refusal: Refusal, { secrets }: Draft) {
  const { status, code } = refusal;
  const isOurs = status >= 500 || code.startsWith('upstream-');
  const type: BrokerEvent['type'] = isOurs ? 'failed' : 'refused';
  return { type, status, code, why: oneLine(refusal.why(secrets)) };
}
