import { Fault } from './fault.js';
import type { World } from './world.js';

/** @throws Fault where there is no key, or one that is none. */
export function readKey({ env }: World): string {
  const key = env['GEMINI_API_KEY']?.trim() ?? '';
  if (key === '') throw new Fault('key-missing');
  // `set GEMINI_API_KEY="…"` keeps its quotes on Windows, and so does a Docker env file.
  if (/["'`]/.test(key)) throw new Fault('key-misspelt', { why: 'quotes' });
  if (/\s/.test(key)) throw new Fault('key-misspelt', { why: 'a space' });
  if (!/^[!-~]+$/.test(key)) throw new Fault('key-misspelt', { why: 'a letter' });
  return key;
}
