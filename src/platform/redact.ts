/**
 * Everything that looks like a secret: ephemeral tokens (https://ai.google.dev/gemini-api/docs/ephemeral-tokens),
 * the kinds of key that open Google's and others' services, JSON Web Tokens, and any long run of letters
 * and digits.
 */
const secrets =
  /auth_tokens(?:\/|%(?:25)*2F)[^\s"'&?]+|\b(?:AIza|AQ\.|ya29\.|ek_|eyJ)[\w.~+/=%-]+|[\w-]{32,}/gi;

/** Whatever is named as one: `key=…`, `"access_token": "…"`, `x-goog-api-key: …`, `Bearer …`. */
const named =
  /((?:key|token|secret|password|signature)["']?(?:=|%3D|:\s*)["']?|\b(?:bearer|basic)(?:\s+|%20))([^\s"'&,;})\]]+)/gi;

/** A run of the letters of base64 that no word, path or query looks like. */
const isRandom = (run: string) =>
  [/\d/, /[A-Z]/, /[a-z]/].every((kind) => kind.test(run)) &&
  (/\+|=$/.test(run) ||
    run.split('/').some((part) => /^(?=.*\d)(?=.*[A-Z])[\w=]{12,}$/.test(part)));

/**
 * Makes text from elsewhere fit for an error, a log or a screen: at most 200 characters, and nothing in it
 * that looks like a token or a key, nor `secret` itself.
 */
export function redact(text: string, secret?: string): string {
  const rest = secret ? text.replaceAll(secret, '…') : text;
  return rest
    .replace(secrets, '…')
    .replace(named, '$1…')
    .replace(/[\w+/=]{24,}/g, (run) => (isRandom(run) ? '…' : run))
    .slice(0, 200);
}
