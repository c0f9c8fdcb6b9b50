import { isLoopback } from '../broker/origin.js';
import { Fault } from './fault.js';

/** Whether a page at `origin` gets a microphone: https://w3c.github.io/webappsec-secure-contexts/ */
export function isSecure(origin: string): boolean {
  if (!origin.startsWith('http:')) return true;
  return isLoopback(new URL(origin));
}

/** The same site in the spellings that owners mix up, each another origin to a browser. */
export function spellingsOf(
  origin: string,
): { origin: string; code: 'origin-www' | 'origin-scheme' }[] {
  if (!/^https?:/.test(origin)) return [];
  const [, scheme = '', www = '', rest = ''] = /^(https?:\/\/)(www\.)?(.*)$/.exec(origin) ?? [];
  const other = scheme === 'https://' ? 'http://' : 'https://';
  return [
    { origin: `${scheme}${www ? '' : 'www.'}${rest}`, code: 'origin-www' },
    { origin: `${other}${www}${rest}`, code: 'origin-scheme' },
  ];
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).hostname : origin);

/** Why a page at `origin` is refused by a broker that lets in the pages of `listed`. */
export function originFault(origin: string, listed: readonly string[], said: string): Fault {
  for (const near of spellingsOf(origin)) {
    if (listed.includes(near.origin))
      return new Fault(near.code, { origin, listed: near.origin }, said);
  }
  const samePlace = listed.find((entry) => hostOf(entry) === hostOf(origin));
  if (samePlace) return new Fault('origin-port', { origin, listed: samePlace }, said);
  return new Fault('origin-refused', { origin }, said);
}
