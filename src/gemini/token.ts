import { CallError, type ErrorCode } from '../call/errors.js';
import { withDeadline } from '../platform/deadline.js';
import { isRecord, type UnknownRecord } from './fields.js';
import { CspWatch } from '../platform/csp-watch.js';
import { toJson } from '../platform/json.js';
import { readText } from '../platform/read-text.js';
import { redact } from '../platform/redact.js';
import { isTokenName } from './token-name.js';

/** A {@link TokenProvider} gets this. */
export interface TokenRequest {
  /** Aborts when the token is not wanted any more. */
  readonly signal: AbortSignal;
  /** Resumes the session that gave it; a token that locks the setup has to carry it. */
  readonly handle?: string | undefined;
}

/** Gives a fresh ephemeral token, `auth_tokens/…`; called for each connection. */
export type TokenProvider = (request: TokenRequest) => string | Promise<string>;

/** The page's part of the POST to `token-url`. */
export interface TokenRequestExtras {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/** A broker's pass for the rest of a call, opaque to the page: each answer may hold a newer one. */
export interface Pass {
  ticket?: string | undefined;
}

/** Where tokens come from; the provider wins over the URL. */
export interface TokenSource {
  readonly tokenProvider?: TokenProvider | null | undefined;
  /** A broker: answers a POST with `{"token": "auth_tokens/…"}`. */
  readonly tokenUrl?: string | null | undefined;
  readonly tokenRequest?: TokenRequestExtras | null | undefined;
  readonly pass?: Pass | undefined;
}

/** Time limit for a token, in ms. */
const TIMEOUT_MS = 10_000;

/** Time limit for the reason that a refusal may give beside its status, in ms. */
const REASON_TIMEOUT_MS = 1000;

/** The longest answer that is read, in bytes; a token takes about a hundred. */
const MAX_ANSWER_BYTES = 16_384;

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  401: 'token-refused',
  403: 'token-refused',
  404: 'token-not-found',
  405: 'token-not-found',
  408: 'token-timeout',
  410: 'token-not-found',
  429: 'token-rate-limited',
};

/**
 * Asks for one token. No error names the token or key, whatever it was given.
 * @throws CallError with a `token-…` code, or `connect-blocked` when the page's policy forbids it.
 */
export async function fetchToken(
  source: TokenSource,
  signal: AbortSignal,
  handle?: string,
): Promise<string> {
  const { tokenProvider, tokenUrl, tokenRequest, pass = {} } = source;
  if (!tokenProvider && !tokenUrl) throw new CallError('token-missing');
  return withDeadline(
    async (signal) =>
      tokenProvider
        ? askProvider(tokenProvider, { signal, handle })
        : askBroker(
            buildRequest(tokenUrl ?? '', tokenRequest ?? {}, { signal, handle }, pass),
            pass,
          ),
    TIMEOUT_MS,
    () => new CallError('token-timeout', { detail: `no token within ${TIMEOUT_MS / 1000} s` }),
    signal,
  );
}

async function askProvider(provider: TokenProvider, request: TokenRequest): Promise<string> {
  let token: unknown;
  try {
    token = await provider(request);
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    throw new CallError('token-unavailable', { detail: `tokenProvider: ${redact(String(cause))}` });
  }
  return checkToken(token);
}

async function askBroker({ url, init }: BrokerRequest, pass: Pass): Promise<string> {
  const policy = new CspWatch(url);
  try {
    const response = await fetch(url, init);
    await checkStatus(response, init.signal);
    const { token, ticket } = readAnswer(await readBody(response));
    if (typeof ticket === 'string') pass.ticket = ticket;
    return checkToken(token);
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    // Once aborted, somebody else has given the answer.
    const blocked = init.signal.aborted ? undefined : await policy.verdict();
    if (blocked)
      throw new CallError('connect-blocked', { detail: `connect-src does not allow ${blocked}` });
    throw new CallError('token-network', { detail: redact(String(cause)) });
  } finally {
    policy.stop();
  }
}

/** An address with its options, for not everybody who wraps `fetch` thinks of a `Request`. */
interface BrokerRequest {
  readonly url: string;
  readonly init: RequestInit & { readonly signal: AbortSignal };
}

/** The page adds headers and fields; the handle, the ticket and the type of the body are ours. */
function buildRequest(
  url: string,
  { headers, body }: TokenRequestExtras,
  { signal, handle }: TokenRequest,
  { ticket }: Pass,
): BrokerRequest {
  try {
    const all = new Headers(headers);
    all.set('content-type', 'application/json');
    all.set('accept', 'application/json');
    const init: BrokerRequest['init'] = {
      method: 'POST',
      headers: Object.fromEntries(all),
      body: toJson({ ...body, handle, ticket }),
      credentials: 'same-origin',
      cache: 'no-store',
      // A redirect would turn the POST into a GET, or bring a token from somewhere else.
      redirect: 'manual',
      signal,
    };
    return { url: new Request(url, init).url, init };
  } catch {
    throw new CallError('token-not-found', {
      detail: 'token-url or tokenRequest is not usable for a request',
    });
  }
}

async function checkStatus(response: Response, signal: AbortSignal): Promise<void> {
  const { ok, type, status, headers } = response;
  if (ok) return;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw new CallError('token-not-found', {
      detail: 'token-url redirects; it must answer itself',
    });
  }
  const reason = await readReason(response, signal);
  const name = reason['code'];
  const isOver = name === 'call-over';
  const known = statusCodes[status];
  // Neither the page nor the address is wrong then, and the broker has the reason in its log.
  const isFinal = reason['retryable'] === false && (known === undefined || status === 429);
  const code = isOver
    ? name
    : isFinal
      ? 'token-misconfigured'
      : (known ?? (status >= 500 ? 'token-unavailable' : 'token-invalid'));
  const retryAfter = headers.get('retry-after');
  const words = typeof name === 'string' && /^[a-z-]{1,40}$/.test(name) ? ` ${name}` : '';
  throw new CallError(code, {
    detail: `HTTP ${status}${words}${retryAfter ? `, Retry-After: ${redact(retryAfter)}` : ''}`,
    // The caller may call again, but nothing brings back this call.
    retryAfter: isOver ? Infinity : retryAfter ? readDelay(retryAfter) : 0,
  });
}

/** What a refusal says of itself, as our own broker does: `{"code", "retryable"}`. Its status alone is enough. */
async function readReason({ body }: Response, signal: AbortSignal): Promise<UnknownRecord> {
  try {
    const read = (signal: AbortSignal) => readText(body, MAX_ANSWER_BYTES, signal);
    const text = await withDeadline(read, REASON_TIMEOUT_MS, () => new Error(), signal);
    const reason: unknown = JSON.parse(text ?? '');
    if (isRecord(reason)) return reason;
  } catch {
    // It is no JSON, breaks off or never ends.
  }
  return {};
}

/** A Retry-After in seconds from now; it is a number of seconds or a date (RFC 9110, 10.2.3). */
function readDelay(retryAfter: string): number {
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
  return seconds > 0 ? seconds : 0;
}

async function readBody(response: Response): Promise<string> {
  // The answer of a wrapped or older `fetch` may have no stream.
  const text = response.body
    ? await readText(response.body, MAX_ANSWER_BYTES)
    : await response.text();
  if (text !== undefined && text.length <= MAX_ANSWER_BYTES) return text;
  throw new CallError('token-invalid', { detail: `the answer is over ${MAX_ANSWER_BYTES} bytes` });
}

function readAnswer(body: string): UnknownRecord {
  try {
    const answer: unknown = JSON.parse(body);
    if (isRecord(answer)) return answer;
  } catch {
    // The parser's message quotes the answer, which may hold a key.
  }
  throw new CallError('token-invalid', {
    detail: 'the answer is not JSON of the form {"token": "…"}',
  });
}

function checkToken(token: unknown): string {
  if (isTokenName(token)) return token;
  // Google's keys begin so, the older and the newer kind: https://ai.google.dev/gemini-api/docs/api-key
  const isKey = typeof token === 'string' && /^(AIza|AQ\.)/.test(token);
  throw new CallError('token-invalid', {
    detail: isKey
      ? 'an API key was given; it must never reach a browser'
      : 'not an auth_tokens/… token',
  });
}
