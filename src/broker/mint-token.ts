import { API_VERSION, BASE_URL } from '../gemini/endpoint.js';
import { isTokenName } from '../gemini/token-name.js';
import { readText } from '../platform/read-text.js';
import { type Profile, toSetup } from './profile.js';
import { Refusal } from './refusal.js';

/** Where tokens come from. */
export interface Upstream {
  /** Address of the Live API; of a proxy or an emulator, if it is another. */
  readonly baseUrl?: string | undefined;
  /** Version of the Live API. */
  readonly apiVersion?: string | undefined;
}

/** Where a token comes from, and what is locked into it. */
export interface MintOptions extends Upstream {
  readonly profile: Profile;
}

/** Time limit for the Live API's answer, in ms. */
const TIMEOUT_MS = 5000;

/** A token may wait so long for its call to begin, in ms. */
const START_WITHIN_MS = 60_000;

/** A connection on one token may last so long, in ms. */
const CONNECTION_WITHIN_MS = 30 * 60_000;

/** The longest answer that is read, in bytes; a token takes about a hundred. */
const MAX_ANSWER_BYTES = 16_384;

/**
 * Mints a token for one connection, which ends at `untilMs` on the clock of the date at the latest: https://ai.google.dev/gemini-api/docs/ephemeral-tokens. A setup without a
 * `fieldMask` locks every field, also those that it does not name.
 * @throws Refusal; its `cause` may quote the Live API, and the key.
 */
export async function mintToken(
  { profile, baseUrl, apiVersion }: MintOptions,
  apiKey: string,
  handle?: string,
  untilMs = Infinity,
): Promise<string> {
  const base = (baseUrl || BASE_URL).replace(/\/+$/, '');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${base}/${apiVersion || API_VERSION}/auth_tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-goog-api-key': apiKey },
      body: JSON.stringify(tokenRequest(profile, handle, untilMs)),
      // A redirect would take the key to another server. Workers know no `error`, so the answer is
      // refused for its status: https://github.com/cloudflare/workerd/blob/main/src/workerd/api/http.c%2B%2B
      redirect: 'manual',
      signal,
    });
    const text = await readText(response.body, MAX_ANSWER_BYTES);
    if (!response.ok) throw upstreamRefusal(response, text);
    return readName(text);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    if (signal.aborted) {
      const why = `the Live API did not answer within ${TIMEOUT_MS / 1000} s`;
      throw new Refusal(504, 'upstream-timeout', { retryable: true, why });
    }
    const why = 'asking the Live API for a token failed';
    throw new Refusal(502, 'upstream-failed', { retryable: true, why, cause });
  }
}

function tokenRequest(profile: Profile, handle: string | undefined, untilMs: number): object {
  const within = (ms: number) => new Date(Math.min(Date.now() + ms, untilMs)).toISOString();
  return {
    uses: 1,
    newSessionExpireTime: within(START_WITHIN_MS),
    expireTime: within(CONNECTION_WITHIN_MS),
    bidiGenerateContentSetup: toSetup(profile, handle),
  };
}

/** The Live API's 4xx means that key, profile or base URL are wrong, which no caller can cure by waiting. */
function upstreamRefusal({ status, headers }: Response, text = 'a long answer'): Refusal {
  const why = `the Live API answered ${status}`;
  const cause = messageIn(text);
  if (status !== 429) {
    const retryable = status >= 500;
    const cure = retryable ? '' : '; check apiKey, profile and baseUrl';
    return new Refusal(502, 'upstream-failed', { retryable, why: why + cure, cause });
  }
  const seconds = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '')?.[0];
  return new Refusal(429, 'upstream-busy', {
    retryable: true,
    headers: seconds ? { 'retry-after': seconds } : {},
    why,
    cause,
  });
}

/** The message in an error of the Live API, without the rest: https://google.aip.dev/193 */
function messageIn(text: string): string {
  const { error } = (parse(text) ?? {}) as { error?: { message?: unknown } | null };
  return typeof error?.message === 'string' ? error.message : text;
}

function readName(text = ''): string {
  const { name } = (parse(text) ?? {}) as { name?: unknown };
  if (isTokenName(name)) return name;
  throw new Error('the answer holds no auth_tokens/…');
}

/** The parser's message would quote the answer, which may hold anything. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
