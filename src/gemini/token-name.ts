/** Whether `value` is the name of an ephemeral token: https://ai.google.dev/gemini-api/docs/ephemeral-tokens */
export function isTokenName(value: unknown): value is string {
  return typeof value === 'string' && /^auth_tokens\/[!-~]{1,4096}$/.test(value);
}
