import { readText } from '../platform/read-text.js';
import { type BrokerAnswer, readAnswer } from './broker-answer.js';
import type { CheckOptions } from './check-options.js';
import type { CheckReport } from './check-report.js';
import { Fault } from './fault.js';
import { readFailure } from './google-words.js';
import { isSecure, originFault, spellingsOf } from './origin-fault.js';

/** The longest answer that is read, in bytes: enough to tell a page from a token. */
const MAX_BYTES = 65_536;

type HeaderList = readonly [string, string][];

/**
 * Gets a token from the broker that runs at `url`, in the steps of a browser.
 * @throws Fault
 */
export async function tokenOfBroker(
  url: string,
  headers: HeaderList,
  options: CheckOptions,
  report: CheckReport,
): Promise<string> {
  const own = new URL(url).origin;
  const origin = options.origin ?? own;
  const isCross = origin !== own;
  if (!isSecure(origin)) throw new Fault('origin-insecure', { origin });
  if (origin.startsWith('https:') && !isSecure(own))
    throw new Fault('mixed-content', { origin, url });
  const ask = (from: string) => post(url, from, headers, options.timeoutMs);
  const answer = await ask(origin);
  const token = await readAnswer(answer, origin, () => refusal(origin, own, ask));
  if (isCross) {
    await checkPreflight(url, origin, headers, options.timeoutMs);
    checkReadable(answer, origin);
  }
  report.good('origin', `${origin} is let in`);
  report.good('token', `${url} gave one`);
  return token;
}

/** Asks again as a page at the other spellings of the origin: one of them may be let in. */
async function refusal(
  origin: string,
  own: string,
  ask: (from: string) => Promise<BrokerAnswer>,
): Promise<Fault> {
  for (const near of spellingsOf(origin)) {
    const { status } = await ask(near.origin);
    if (status === 200) return originFault(origin, [near.origin], '');
  }
  return new Fault(origin === own ? 'origin-own' : 'origin-refused', { origin });
}

/** Sends what the element sends; see `gemini/token.ts`. */
function post(url: string, origin: string, headers: HeaderList, timeoutMs: number) {
  const sent = new Headers([...headers]);
  sent.set('content-type', 'application/json');
  sent.set('accept', 'application/json');
  sent.set('origin', origin);
  return request(url, { method: 'POST', headers: sent, body: '{}' }, timeoutMs);
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch */
async function checkPreflight(
  url: string,
  origin: string,
  headers: HeaderList,
  timeoutMs: number,
): Promise<void> {
  const names = ['content-type', ...headers.map(([name]) => name)];
  const asked = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': [...new Set(names)].sort().join(','),
  };
  const answer = await request(url, { method: 'OPTIONS', headers: asked }, timeoutMs);
  const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase() ?? '';
  const isAllowed = (name: string) =>
    allowed.split(',').some((entry) => entry.trim() === name || entry.trim() === '*');
  const lost = names.find((name) => !isAllowed(name));
  const missing = [
    ...(answer.status >= 200 && answer.status < 300 ? [] : ['a status of 200 to 299']),
    ...(isOpenTo(answer.headers, origin) ? [] : ['access-control-allow-origin']),
    ...(lost === undefined ? [] : [`access-control-allow-headers: ${lost}`]),
  ];
  if (missing.length > 0)
    throw new Fault('cors-preflight', {
      url,
      origin,
      status: answer.status,
      missing: missing.join(', '),
    });
}

function checkReadable({ url, headers }: BrokerAnswer, origin: string): void {
  if (!isOpenTo(headers, origin)) throw new Fault('cors-missing', { url, origin });
}

const isOpenTo = (headers: Headers, origin: string) =>
  ['*', origin].includes(headers.get('access-control-allow-origin') ?? '');

async function request(url: string, init: RequestInit, timeoutMs: number): Promise<BrokerAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const body = (await readText(response.body, MAX_BYTES, signal)) ?? '';
    return { url, status: response.status, headers: response.headers, body };
  } catch (error) {
    if (signal.aborted) throw new Fault('broker-silent', { url, seconds: timeoutMs / 1000 });
    const words = wordsOf(error);
    if (readFailure(words) === 'certificate-unknown')
      throw new Fault('certificate-unknown', { base: new URL(url).origin }, words);
    throw new Fault('broker-unreachable', { url }, words);
  }
}

/** `fetch` says only in the cause what went wrong. */
function wordsOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return [cause?.code, cause?.message].filter(Boolean).join(': ') || String(error);
}
