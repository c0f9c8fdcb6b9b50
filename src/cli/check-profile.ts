import { mintToken } from '../broker/mint-token.js';
import { checkOrigin } from '../broker/origin.js';
import { Refusal } from '../broker/refusal.js';
import { withDeadline } from '../platform/deadline.js';
import { readKey } from './api-key.js';
import type { CheckOptions } from './check-options.js';
import type { CheckReport } from './check-report.js';
import { factsOf } from './dial.js';
import { type Facts, Fault } from './fault.js';
import { readFailure, readGoogle } from './google-words.js';
import { isSecure, originFault } from './origin-fault.js';
import { type ProfileFile, profileOf } from './profile-file.js';
import type { World } from './world.js';

/**
 * Gets a token as a broker does that is made of the profile and the key, for a page at the origin.
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
  if (origin !== undefined) report.good('origin', letIn(origin, file.allowedOrigins));
  const profile = profileOf(file);
  const facts = factsOf(profile, baseUrl);
  const mint = () => mintToken({ profile, baseUrl, apiVersion: file.apiVersion }, apiKey);
  const late = () => new Fault('no-answer', { base: baseUrl, seconds: timeoutMs / 1000 });
  const token = await withDeadline(mint, timeoutMs, late).catch((error: unknown) => {
    throw error instanceof Refusal ? faultOf(error, facts, apiKey) : error;
  });
  report.good('token', 'Google gave one');
  return token;
}

/** @throws Fault unless a broker with this list lets pages of `origin` in, and browsers give them a microphone. */
function letIn(origin: string, allowed: readonly string[] | undefined): string {
  if (!isSecure(origin)) throw new Fault('origin-insecure', { origin });
  try {
    checkOrigin(requestFrom(origin, allowed !== undefined), allowed);
  } catch (error) {
    const why = error instanceof Refusal ? error.why([]) : String(error);
    throw originFault(origin, allowed ?? [], why);
  }
  return `${origin} ${allowed ? 'is let in' : 'is let in where the broker has the same address'}`;
}

/** Without a list, a broker lets in the pages of its own address only: it is asked at that of the page. */
function requestFrom(page: string, hasList: boolean): Request {
  const url = hasList || !/^https?:/.test(page) ? 'https://broker.invalid' : page;
  const headers = { origin: page, 'content-type': 'application/json' };
  return new Request(`${url}/token`, { method: 'POST', headers, body: '{}' });
}

/** A broker tells its owner in `why` what Google said. */
function faultOf(refusal: Refusal, facts: Facts, apiKey: string): Fault {
  const why = refusal.why([apiKey]);
  if (refusal.code === 'upstream-timeout') return new Fault('no-answer', { ...facts, seconds: 5 });
  const [, status = '', words = ''] = /answered (\d+)[^:]*(?:: (.*))?$/s.exec(why) ?? [];
  if (status) return new Fault(readGoogle(words, Number(status)), facts, words);
  if (why.includes('the answer holds no')) return new Fault('not-google', facts);
  return new Fault(readFailure(why), facts, why.replace(/^.*because of (?:\w*Error: )?/s, ''));
}
