import { redact } from '../platform/redact.js';
import type { CallError, ErrorCode } from './errors.js';

/** The change that the owner of a page can make, for those failures that no second try mends. */
export const cures: Partial<Record<ErrorCode, string>> = {
  'insecure-context': 'Serve the page over https.',
  unsupported: 'Nothing: the browser is too old.',
  'mic-denied': 'Nothing: the caller said no.',
  'mic-forbidden': 'Send Permissions-Policy: microphone=(self); give a frame allow="microphone".',
  'worklet-blocked': 'Set worklet-url to a file that script-src allows.',
  'worklet-failed': 'Set worklet-url to the file of this version.',
  'token-missing': 'Set token-url or tokenProvider.',
  'token-refused': 'Let the broker allow this origin and caller.',
  'token-not-found': 'Set token-url to what answers a POST.',
  'token-misconfigured': 'Read the log of the broker.',
  'token-invalid': 'Answer {"token": "auth_tokens/…"}, never an API key.',
  'connect-blocked': 'Allow the address in connect-src.',
  'session-invalid': 'Change what it names, here or in the profile of the token.',
};

/**
 * Tells the owner of the page of a failed call, in one line of the console: an error where no second try
 * mends it. Nothing in it is secret.
 */
export function tellOwner({ code, message, retryable }: CallError): void {
  const what = redact(message).replace(/\s+/g, ' ').replace(/\.?$/, '.');
  console[retryable ? 'warn' : 'error']?.(`live-call: ${what} ${cures[code] ?? ''}`.trim());
}
