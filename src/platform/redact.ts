const secrets = /auth_tokens\/[^\s"'&]+|(AIza|AQ\.)[\w.-]+|[\w-]{32,}/g;

/** Text from elsewhere, fit for an error or a log: short, and without `key` or anything like a token or key. */
export function redact(text: string, key?: string): string {
  const withoutKey = key ? text.replaceAll(key, '…') : text;
  return withoutKey.replace(secrets, '…').slice(0, 200);
}
