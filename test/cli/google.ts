/** Errors of Google as they came, from public reports of them; projects and addresses are made up. */
const errorInfo = (reason: string, metadata: Record<string, string> = {}) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'generativelanguage.googleapis.com', ...metadata },
});

const localized = (message: string) => ({
  '@type': 'type.googleapis.com/google.rpc.LocalizedMessage',
  locale: 'en-US',
  message,
});

function error(code: number, status: string, message: string, reason?: string) {
  const details = reason ? [errorInfo(reason), localized(message)] : [];
  return { error: { code, message, status, ...(reason && { details }) } };
}

const OVERVIEW =
  'https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project=411082643095';

/** Answers to `POST auth_tokens`, and the finding that each is. */
export const refusals: readonly (readonly [finding: string, answer: ReturnType<typeof error>])[] = [
  [
    'key-invalid',
    error(
      400,
      'INVALID_ARGUMENT',
      'API key not valid. Please pass a valid API key.',
      'API_KEY_INVALID',
    ),
  ],
  [
    'key-invalid',
    error(
      400,
      'INVALID_ARGUMENT',
      'API Key not found. Please pass a valid API key.',
      'API_KEY_INVALID',
    ),
  ],
  [
    'key-invalid',
    error(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    ),
  ],
  [
    'key-expired',
    error(400, 'INVALID_ARGUMENT', 'API key expired. Please renew the API key.', 'API_KEY_INVALID'),
  ],
  [
    'key-leaked',
    error(
      403,
      'PERMISSION_DENIED',
      'Your API key was reported as leaked. Please use another API key.',
    ),
  ],
  [
    'api-off',
    error(
      403,
      'PERMISSION_DENIED',
      `Generative Language API has not been used in project 411082643095 before or it is disabled. Enable it by visiting ${OVERVIEW} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
      'SERVICE_DISABLED',
    ),
  ],
  [
    'key-other-apis',
    error(
      403,
      'PERMISSION_DENIED',
      'Requests to this API generativelanguage.googleapis.com method google.ai.generativelanguage.v1beta.AuthTokenService.CreateToken are blocked.',
      'API_KEY_SERVICE_BLOCKED',
    ),
  ],
  [
    'key-restricted',
    error(
      403,
      'PERMISSION_DENIED',
      'Requests from referer <empty> are blocked.',
      'API_KEY_HTTP_REFERRER_BLOCKED',
    ),
  ],
  [
    'key-restricted',
    error(
      403,
      'PERMISSION_DENIED',
      'The provided API key has an IP address restriction. The originating IP address of the call (192.0.2.7) violates this restriction.',
      'API_KEY_IP_ADDRESS_BLOCKED',
    ),
  ],
  [
    'key-restricted',
    error(
      403,
      'PERMISSION_DENIED',
      'Requests from this Android client application <empty> are blocked.',
      'API_KEY_ANDROID_APP_BLOCKED',
    ),
  ],
  ['region', error(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.')],
  [
    'quota',
    error(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: https://ai.dev/rate-limit.',
    ),
  ],
  ['quota', error(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).')],
  [
    'project-blocked',
    error(
      403,
      'PERMISSION_DENIED',
      "Permission denied: Consumer 'api_key:…' has been suspended.",
      'CONSUMER_SUSPENDED',
    ),
  ],
  [
    'model-unknown',
    error(
      404,
      'NOT_FOUND',
      'models/gemini-9-live is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListModels to see the list of available models and their supported methods.',
    ),
  ],
  [
    'setup-refused',
    error(
      400,
      'INVALID_ARGUMENT',
      `Invalid JSON payload received. Unknown name "bogus" at 'auth_token.bidi_generate_content_setup': Cannot find field.`,
    ),
  ],
  ['google-failed', error(500, 'INTERNAL', 'Internal error encountered.')],
  ['google-failed', error(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.')],
  ['google-refused', error(403, 'PERMISSION_DENIED', 'The caller does not have permission')],
];

/** Ends of a socket before `setupComplete`; a close frame has room for 123 bytes. */
export const hangUps: readonly (readonly [finding: string, code: number, reason: string])[] = [
  ['key-invalid', 1007, 'API key not valid. Please pass a valid API key.'],
  ['key-expired', 1007, 'API key expired. Please renew the API key.'],
  [
    'model-unknown',
    1008,
    'models/gemini-9-live is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListModels to s',
  ],
  [
    'quota',
    1011,
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: h',
  ],
  ['token-refused', 1008, 'Token has expired.'],
  ['token-refused', 1008, 'Token has been used too many times.'],
  ['setup-refused', 1007, 'Request contains an invalid argument.'],
  ['language-unknown', 1007, "Unsupported language code 'xx-YY' for model models/gemini-3.8-live"],
  ['google-failed', 1011, 'Internal error encountered.'],
  ['google-failed', 1006, ''],
  ['google-refused', 1008, 'Something that nobody has seen yet.'],
];
