const secrets = /auth_tokens\/[^\s"'&]+|AIza[\w-]+|[\w-]{32,}/g;

/** Text from elsewhere as the `detail` of an error: short, and without anything like a token or key. */
export function redact(text: string): string {
  return text.replace(secrets, '…').slice(0, 200);
}
