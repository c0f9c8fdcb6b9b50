import { redact } from '../platform/redact.js';

/**
 * The words of `error` for the owner, with one cause below it: `fetch` says only there what went wrong.
 * Whatever was thrown, this does not throw; `secrets`, and whatever looks like one, are blanked.
 */
export function quote(error: unknown, secrets: readonly string[]): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    [error, ...(cause === undefined ? [] : [cause])]
      .map((part) => secrets.reduce((text, secret) => text.replaceAll(secret, '…'), inWords(part)))
      // The address of a store may hold its password.
      .map((text) => redact(text.replace(/\/\/[^\s/@]*@/g, '//…@')))
      .join(', because of ')
  );
}

/** An object without a prototype cannot be made a text. */
function inWords(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}
