import { BASE_URL } from '../gemini/endpoint.js';
import type { Arguments } from './arguments.js';
import { UsageError } from './exit.js';
import type { World } from './world.js';

/** Whether `text` can be the address of a Live API. */
export const isBaseUrl = (text: unknown) =>
  typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Where the Live API is asked; `inProfile` is what the profile says. */
export function baseUrlOf(given: Arguments, { env }: World, inProfile?: string): string {
  const url = given.text('base-url') ?? (env['GEMINI_BASE_URL'] || inProfile || BASE_URL);
  if (!isBaseUrl(url))
    throw new UsageError(`"${url}" is no address of a Live API; it begins with https://.`);
  return url.replace(/\/+$/, '');
}
