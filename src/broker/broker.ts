import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { mintToken } from './mint-token.js';
import { checkOrigins, isAllowedOrigin } from './origin.js';
import type { Profile } from './profile.js';
import { Refusal } from './refusal.js';

export type { Profile } from './profile.js';

/** The settings of a broker. */
export interface BrokerOptions {
  /**
   * The Gemini API key, or a function that is asked for it at each request, for a build that evaluates
   * modules without secrets. It leaves the broker in one direction only: to the Live API.
   */
  readonly apiKey: string | undefined | (() => string | undefined);
  /** Every caller talks to this. */
  readonly profile: Profile;
  /** Where tokens are minted; Google's own endpoint unless given. */
  readonly baseUrl?: string | undefined;
  /** Version of that endpoint, `v1beta` unless given. */
  readonly apiVersion?: string | undefined;
  /**
   * Origins whose pages may call, such as `https://www.example.com`: exact, or a function that decides. Unless
   * given, only pages of the broker's own origin may: name that origin here if a proxy in front of
   * the broker ends TLS, for then the broker sees another address than the page does.
   */
  readonly allowedOrigins?: readonly string[] | ((origin: string) => boolean) | undefined;
  /** Decides last about each request, since an Origin can be forged outside browsers. */
  authorize?(request: Request): boolean | Promise<boolean>;
  /** Hears why a token could not be minted. The message never holds the key. */
  onError?(error: Error): void;
}

/** A handler for any server that speaks `Request` and `Response`: Node, Deno, Bun, Workers. */
export interface Broker {
  /** Answers a POST with `{"token": "auth_tokens/…"}`, or an error with `{"code", "retryable"}`. */
  fetch(request: Request): Promise<Response>;
}

/** The longest request body that is read, in bytes. */
const MAX_BODY = 2048;

/**
 * Makes a token broker. It mints one short-lived token per request, good for one
 * connection with `profile`, and takes nothing from the page but the handle of a session to take up.
 * @throws TypeError when the key, the model or an origin is unusable.
 */
export function createBroker(options: BrokerOptions): Broker {
  const { apiKey, profile, allowedOrigins } = options;
  if (!apiKey) throw new TypeError('createBroker: apiKey is missing');
  const keyOf = typeof apiKey === 'function' ? apiKey : () => apiKey;
  if (!profile?.model) throw new TypeError('createBroker: profile.model is missing');
  checkOrigins(allowedOrigins);

  const app = new Hono();
  app.onError((error, context) => answer(context, Refusal.of(error)));
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });
  app.use((context, next) => {
    checkMethod(context.req.method);
    if (!isAllowedOrigin(context.req.raw, allowedOrigins)) {
      throw new Refusal(403, 'origin-refused');
    }
    return next();
  });
  // Only allowed origins come this far.
  app.use(
    cors({
      origin: (origin) => origin,
      allowMethods: ['POST'],
      allowHeaders: ['content-type'],
      exposeHeaders: ['retry-after'],
      maxAge: 600,
    }),
  );
  app.use((context, next) => {
    checkType(context.req.header('content-type'));
    return next();
  });
  app.use(bodyLimit({ maxSize: MAX_BODY, onError: tooLarge }));
  app.post('*', async (context) => {
    if (options.authorize && !(await options.authorize(context.req.raw.clone()))) {
      throw new Refusal(403, 'not-authorized');
    }
    const handle = await readHandle(context);
    const key = keyOf();
    if (!key) {
      options.onError?.(new Error('createBroker: apiKey is missing'));
      throw new Refusal(500, 'internal');
    }
    return context.json({ token: await mintToken({ ...options, apiKey: key }, handle) });
  });

  return { fetch: async (request) => app.fetch(request) };
}

function answer(context: Context, { status, code, retryable, headers }: Refusal): Response {
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  return context.json({ code, retryable }, status);
}

function checkMethod(method: string): void {
  if (method === 'POST' || method === 'OPTIONS') return;
  throw new Refusal(405, 'method-not-allowed', { headers: { Allow: 'POST, OPTIONS' } });
}

/** JSON cannot be posted across origins without a preflight, which forms and images never make. */
function checkType(type = ''): void {
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new Refusal(415, 'unsupported-media-type');
}

function tooLarge(): never {
  throw new Refusal(413, 'too-large');
}

/** The body has to be JSON; nothing in it has a say about the call but the handle of the session it goes on with. */
async function readHandle(context: Context): Promise<string | undefined> {
  try {
    const body = (await context.req.json()) as { handle?: unknown } | null;
    const handle = body?.handle;
    return typeof handle === 'string' && handle !== '' ? handle : undefined;
  } catch {
    throw new Refusal(400, 'invalid-body');
  }
}
