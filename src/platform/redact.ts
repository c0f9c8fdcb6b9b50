/**
 * Everything that looks like a secret: ephemeral tokens (https://ai.google.dev/gemini-api/docs/ephemeral-tokens),
 * the kinds of key that open Google's and others' services, JSON Web Tokens, whatever follows `key=`,
 * `token=` or `Bearer`, and any long run of letters and digits.
 */
const secrets =
  /auth_tokens(?:\/|%2[Ff])[^\s"'&?]+|\b(?:AIza|AQ\.|ya29\.|ek_|eyJ)[\w.~+/=-]+|(?<=(?:[Kk]ey|[Tt]oken)=)[^\s"'&]+|(?<=\b[Bb]earer )\S+|[\w-]{32,}/g;

/**
 * Makes text from elsewhere fit for an error, a log or a screen: at most 200 characters, and nothing in it
 * that looks like a token or a key, nor `secret` itself.
 */
export function redact(text: string, secret?: string): string {
  const rest = secret ? text.replaceAll(secret, '…') : text;
  return rest.replace(secrets, '…').slice(0, 200);
}
