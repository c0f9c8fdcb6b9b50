import type { FindingCode } from './findings.js';

/**
 * The sentences of Google by which a fault can be told, the first that fits counts. They come in the JSON of an
 * HTTP error and, cut off after 123 bytes, as the reason of a close frame:
 * https://ai.google.dev/gemini-api/docs/troubleshooting, https://cloud.google.com/docs/authentication/api-keys
 */
const sentences: readonly (readonly [RegExp, FindingCode])[] = [
  [/reported as leaked/i, 'key-leaked'],
  [/api key expired/i, 'key-expired'],
  [/api key (?:is )?(?:not valid|not found|invalid)|API_KEY_INVALID/i, 'key-invalid'],
  [/unregistered callers|without established identity/i, 'key-invalid'],
  [/has not been used in project|it is disabled|SERVICE_DISABLED/i, 'api-off'],
  [/requests to this api\b.*\bare blocked|API_KEY_SERVICE_BLOCKED/i, 'key-other-apis'],
  [
    /requests from (?:this |the )?(?:referr?er|android|ios)|ip address restriction|API_KEY_\w+_BLOCKED/i,
    'key-restricted',
  ],
  [/user location is not supported/i, 'region'],
  [/quota|resource.{0,20}exhausted|rate.?limit|too many requests/i, 'quota'],
  [/billing|suspended|CONSUMER_INVALID|has been denied access/i, 'project-blocked'],
  [/\bvoice\b/i, 'voice-unknown'],
  [/language.?code|unsupported language/i, 'language-unknown'],
  [
    /(?:not found|not supported) for (?:api version|bidi)|model(?:s\/\S+)? (?:\S+ )?(?:is )?(?:not found|not supported|required)|model name format/i,
    'model-unknown',
  ],
  [/\btoken\b.*(?:not found|expired|used too many|invalid)|invalid.*\btoken\b/i, 'token-refused'],
  [
    /invalid (?:json|argument|value)|unknown name|cannot find field|not supported/i,
    'setup-refused',
  ],
  [/internal error|deadline expired|unavailable|overloaded/i, 'google-failed'],
];

/** What Google's words say is wrong; `status` is the HTTP status or the close code where the words say nothing. */
export function readGoogle(words: string, status: number): FindingCode {
  const known = sentences.find(([pattern]) => pattern.test(words));
  if (known) return known[1];
  if (status === 429) return 'quota';
  if (status === 404 || (status >= 200 && status < 400)) return 'not-google';
  if ((status >= 500 && status < 600) || [1001, 1006, 1011, 1012, 1013].includes(status))
    return 'google-failed';
  return status === 400 || status === 1007 ? 'setup-refused' : 'google-refused';
}

/** Whether an error of Node means that nobody was there, and not that somebody refused. */
export function readFailure(words: string): 'certificate-unknown' | 'no-network' {
  return /certificate|self.signed|CERT_|ERR_TLS|SSL routines/i.test(words)
    ? 'certificate-unknown'
    : 'no-network';
}
