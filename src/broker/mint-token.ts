import { type Profile, toConstraints } from './profile.js';
import { Refusal } from './refusal.js';

interface MintOptions {
  readonly apiKey: string;
  readonly profile: Profile;
  readonly baseUrl?: string;
  readonly apiVersion?: string;
  onError?(error: Error): void;
}

/** Time limit for the Live API's answer, in ms. */
const TIMEOUT = 5000;

/** How long a token may wait for its call to begin, in ms. */
const START_WITHIN = 60_000;

/** How long a call on one token may last, in ms. */
const CALL_WITHIN = 30 * 60_000;

/**
 * Mints a token for one call. Constraints without `lockAdditionalFields` lock every field of the
 * setup, also those they do not name.
 * @throws Refusal without a word of the upstream error; `onError` gets that, less the key.
 */
export async function mintToken(options: MintOptions, handle?: string): Promise<string> {
  const { apiKey, profile, baseUrl, apiVersion = 'v1beta' } = options;
  // The SDK's web build needs nothing but fetch, so it is the one that runs everywhere alike.
  const { GoogleGenAI } = await import('@google/genai/web');
  const ai = new GoogleGenAI({
    apiKey,
    httpOptions: { apiVersion, ...(baseUrl && { baseUrl }) },
  });
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    const now = Date.now();
    const { name } = await ai.authTokens.create({
      config: {
        uses: 1,
        newSessionExpireTime: new Date(now + START_WITHIN).toISOString(),
        expireTime: new Date(now + CALL_WITHIN).toISOString(),
        liveConnectConstraints: toConstraints(profile, handle) as object,
        abortSignal: signal,
      },
    });
    if (!name?.startsWith('auth_tokens/')) throw new Error('the answer holds no auth_tokens/…');
    return name;
  } catch (cause) {
    options.onError?.(new Error(redact(String(cause), apiKey)));
    throw signal.aborted
      ? new Refusal(504, 'upstream-timeout', { retryable: true })
      : toRefusal(cause);
  }
}

function toRefusal(cause: unknown): Refusal {
  const status = (cause as { status?: unknown } | null)?.status;
  if (status === 429) return new Refusal(429, 'upstream-busy', { retryable: true });
  const isOurFault = typeof status === 'number' && status >= 400 && status < 500;
  return new Refusal(502, 'upstream-failed', { retryable: !isOurFault });
}

function redact(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, '…').replace(/AIza[\w-]+|auth_tokens\/[\w.~-]+/g, '…');
}
