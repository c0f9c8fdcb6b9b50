import { withDeadline } from '../platform/deadline.js';
import { Refusal } from './refusal.js';

/** Time limit for a function of the owner, in ms. */
const TIMEOUT_MS = 5000;

/**
 * Asks `name`, a function of the owner, which may throw, reject or never settle: the request is then
 * refused with `<code>-failed` or `<code>-timeout`, and the owner reads why.
 */
export async function askHook<T>(
  name: string,
  code: string,
  hook: () => T | Promise<T>,
): Promise<T> {
  const why = `${name} did not settle within ${TIMEOUT_MS / 1000} s`;
  const late = () => new Refusal(504, `${code}-timeout`, { retryable: true, why });
  try {
    return await withDeadline(async () => hook(), TIMEOUT_MS, late);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal(500, `${code}-failed`, { retryable: true, why: `${name} failed`, cause });
  }
}
