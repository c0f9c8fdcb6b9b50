import { API_VERSION, BASE_URL } from '../gemini/endpoint.js';
import { redact } from '../platform/redact.js';
import { type Profile, toSetup } from './profile.js';
import { Refusal } from './refusal.js';

interface MintOptions {
  readonly apiKey: string;
  readonly profile: Profile;
  readonly baseUrl?: string | undefined;
  readonly apiVersion?: string | undefined;
  onError?(error: Error): void;
}

/** Time limit for the Live API's answer, in ms. */
const TIMEOUT_MS = 5000;

/** A token may wait for its call to begin for so long, in ms. */
const START_WITHIN_MS = 60_000;

/** A call on one token may last for so long, in ms. */
const CALL_WITHIN_MS = 30 * 60_000;

/**
 * Mints a token for one call (https://ai.google.dev/gemini-api/docs/ephemeral-tokens). A setup without a
 * `fieldMask` locks every field, also those that it does not name.
 * @throws Refusal without a word of the upstream error; `onError` gets that, less the key.
 */
export async function mintToken(options: MintOptions, handle?: string): Promise<string> {
  const { apiKey, profile, baseUrl = BASE_URL, apiVersion = API_VERSION } = options;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const now = Date.now();
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/${apiVersion}/auth_tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-goog-api-key': apiKey },
      body: JSON.stringify({
        uses: 1,
        newSessionExpireTime: new Date(now + START_WITHIN_MS).toISOString(),
        expireTime: new Date(now + CALL_WITHIN_MS).toISOString(),
        bidiGenerateContentSetup: toSetup(profile, handle),
      }),
      // A redirect would carry the key elsewhere.
      redirect: 'error',
      signal,
    });
    return await readToken(response);
  } catch (cause) {
    options.onError?.(new Error(redact(String(cause), apiKey)));
    throw signal.aborted
      ? new Refusal(504, 'upstream-timeout', { retryable: true })
      : toRefusal(cause);
  }
}

/** An answer of the Live API that holds no token. */
class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(`HTTP ${status}: ${detail}`);
    this.status = status;
  }
}

async function readToken(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) throw new UpstreamError(response.status, text);
  const answer = JSON.parse(text) as { readonly name?: unknown } | null;
  const name = answer?.name;
  if (typeof name === 'string' && name.startsWith('auth_tokens/')) return name;
  throw new Error('the answer holds no auth_tokens/…');
}

function toRefusal(cause: unknown): Refusal {
  const status = cause instanceof UpstreamError ? cause.status : 0;
  if (status === 429) return new Refusal(429, 'upstream-busy', { retryable: true });
  const isOurFault = status >= 400 && status < 500;
  return new Refusal(502, 'upstream-failed', { retryable: !isOurFault });
}
