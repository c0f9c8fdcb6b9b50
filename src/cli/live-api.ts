import { BASE_URL } from '../gemini/endpoint.js';
import type { Arguments } from './arguments.js';
import { UsageError } from './exit.js';
import type { World } from './world.js';

/** Where the Live API is asked. */
export function baseUrlOf(given: Arguments, { env }: World): string {
  const url = given.text('base-url') ?? (env['GEMINI_BASE_URL'] || BASE_URL);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`"${url}" is no address of a Live API; it begins with https://.`);
  return url.replace(/\/+$/, '');
}
