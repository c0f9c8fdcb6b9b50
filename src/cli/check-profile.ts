import { type BrokerEvent, type BrokerOptions, createBroker } from '../broker/broker.js';
import { isTokenName } from '../gemini/token-name.js';
import { readKey } from './api-key.js';
import type { CheckOptions } from './check-options.js';
import type { CheckReport } from './check-report.js';
import { factsOf } from './dial.js';
import { Fault } from './fault.js';
import { readFailure, readGoogle } from './google-words.js';
import { isSecure, originFault } from './origin-fault.js';
import { limitsOf, type ProfileFile, profileOf, reasonOf } from './profile-file.js';
import type { World } from './world.js';

/**
 * Gets a token from a broker that is made of the profile and the key, for a page at the origin.
 * @throws Fault
 */
export async function tokenOfProfile(
  file: ProfileFile,
  world: World,
  { baseUrl, origin, timeoutMs }: CheckOptions,
  report: CheckReport,
): Promise<string> {
  const apiKey = readKey(world);
  report.good('key', 'GEMINI_API_KEY is set');
  const { allowedOrigins } = file;
  const page = origin ?? allowedOrigins?.[0] ?? 'http://localhost';
  const events: BrokerEvent[] = [];
  const options: BrokerOptions = {
    apiKey,
    profile: profileOf(file),
    allowedOrigins,
    baseUrl,
    onEvent: (event) => events.push(event),
    ...limitsOf(file),
  };
  const answer = brokerOf(options).fetch(requestFrom(page, allowedOrigins !== undefined));
  const response = await withTime(answer, timeoutMs, baseUrl);
  const [event] = events;
  if (event && event.code !== 'minted') throw faultOf(event, page, file, baseUrl);
  if (origin !== undefined) {
    if (!isSecure(origin)) throw new Fault('origin-insecure', { origin });
    const where = allowedOrigins ? 'is let in' : 'is let in where the broker has the same address';
    report.good('origin', `${page} ${where}`);
  }
  const { token } = (await response.json()) as { token?: unknown };
  if (!isTokenName(token)) throw new Fault('not-google', { base: baseUrl });
  report.good('token', 'Google gave one');
  return token;
}

function brokerOf(options: BrokerOptions) {
  try {
    return createBroker(options);
  } catch (error) {
    throw new Fault('profile-invalid', { file: 'the profile', why: reasonOf(error) });
  }
}

/** Without a list, a broker lets in the pages of its own address only: it is asked at that of the page. */
function requestFrom(page: string, hasList: boolean): Request {
  const url = hasList || !/^https?:/.test(page) ? 'https://broker.invalid' : page;
  const headers = { origin: page, 'content-type': 'application/json' };
  return new Request(`${url}/token`, { method: 'POST', headers, body: '{}' });
}

function withTime<T>(work: Promise<T>, timeoutMs: number, base: string): Promise<T> {
  const late = new Fault('no-answer', { base, seconds: timeoutMs / 1000 });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), timeoutMs);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** The broker tells its owner in `why` what Google said. */
function faultOf({ code, why }: BrokerEvent, page: string, file: ProfileFile, base: string): Fault {
  if (code === 'origin-refused') {
    if (!isSecure(page)) return new Fault('origin-insecure', { origin: page });
    return originFault(page, file.allowedOrigins ?? [], why);
  }
  const facts = factsOf(profileOf(file), base);
  if (code === 'upstream-timeout') return new Fault('no-answer', { ...facts, seconds: 5 });
  const [, status = '', words = ''] = /answered (\d+)[^:]*(?:: (.*))?$/s.exec(why) ?? [];
  if (status) return new Fault(readGoogle(words, Number(status)), facts, words);
  if (/the answer holds no/.test(why)) return new Fault('not-google', facts);
  if (code === 'upstream-failed') return new Fault(readFailure(why), facts, causeIn(why));
  return new Fault('google-refused', facts, why);
}

const causeIn = (why: string) => why.replace(/^.*because of (?:\w*Error: )?/s, '');
