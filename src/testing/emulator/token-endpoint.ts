import { type Answer, googleError } from './answer.js';
import { brokerRefusal } from './broker-codes.js';
import type { Line } from './line.js';
import { Refused } from './refusal.js';

/**
 * The token endpoint of a line, for pages without a broker: `{token}`, or what the script says instead; `null`
 * is no answer at all.
 */
export const answerToken = async (line: Line): Promise<Answer | null> => {
  const { refuse, retryAfter, delay, hang, ...terms } = line.script.tokens ?? {};
  const { status, body } = refuse ? brokerRefusal(refuse) : terms;
  const headers = {
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...terms.headers,
  };
  line.tokenRequested();
  if (hang) return null;
  if (delay) await new Promise<void>((resolve) => line.clock.after(delay, resolve));
  if (status !== undefined || body !== undefined) return { status: status ?? 200, body, headers };
  const at = (ms: number | undefined) =>
    ms === undefined ? undefined : new Date(line.clock.now() + ms).toISOString();
  const { name: token } = line.tokens.create({
    uses: terms.uses,
    expireTime: at(terms.expiresIn),
    newSessionExpireTime: at(terms.newSessionExpiresIn),
  });
  return { status: 200, body: { token }, headers };
};

/** `POST /{version}/auth_tokens`, as Google has it. */
export const answerAuthTokens = (line: Line, apiKey: string, body: string): Answer => {
  if (apiKey === '')
    return googleError(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    );
  if (apiKey !== (line.script.apiKey ?? apiKey))
    return googleError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.');
  try {
    return { status: 200, body: line.tokens.create(JSON.parse(body || '{}')) };
  } catch (error) {
    if (error instanceof Refused || error instanceof SyntaxError)
      return googleError(400, 'INVALID_ARGUMENT', error.message);
    throw error;
  }
};
