import type { CallError } from '../call/errors.js';
import { parseUrl } from '../platform/parse-url.js';

/** The errors of services that the policy of this page forbids, by their hosts; a policy does not change for the better. */
const forbidden = new Map<string, CallError>();

const hostOf = (address: string) => parseUrl(address)?.host ?? '';

/** Learns from a call that failed: its detail names the socket that was forbidden. */
export function learnForbidden(error: CallError): void {
  const [address] = error.code === 'connect-blocked' ? (/wss?:\S+/.exec(error.detail) ?? []) : [];
  if (address) forbidden.set(hostOf(address), error);
}

/** The error of a call to the service at `url`, if it is known to fail. */
export function forbiddenBy(url: string): CallError | undefined {
  return forbidden.get(hostOf(url));
}
