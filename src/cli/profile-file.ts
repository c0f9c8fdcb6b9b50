import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type HostSettings, optionsOf } from '../broker/hosts/settings.js';
import { readLimits } from '../broker/limits.js';
import { checkOptions } from '../broker/options.js';
import type { Profile } from '../broker/profile.js';
import { Fault } from './fault.js';
import { placeOfError } from './json-error.js';
import { isBaseUrl } from './live-api.js';
import { didYouMean } from './nearest.js';
import type { World } from './world.js';

/** The content of `live-call.json`: that of the brokers in one file, with a list of origins only. */
export type ProfileFile = Omit<HostSettings, 'allowedOrigins'> & {
  readonly allowedOrigins?: readonly string[];
};

type Check = readonly [holds: (value: unknown) => boolean, wanted: string];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, most = Number.MAX_SAFE_INTEGER) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;

/** The broker checks it. */
const anything: Check = [() => true, ''];
const text: Check = [(value) => typeof value === 'string', 'a text'];
const name: Check = [(value) => typeof value === 'string' && value.trim() !== '', 'a text'];

const fields: Readonly<Record<string, Check>> = {
  model: name,
  voice: text,
  language: text,
  instructions: text,
  talk: [(value) => value === 'open' || value === 'hold', '"open" or "hold"'],
  tools: [
    (value) => Array.isArray(value) && value.every(isObject),
    'a list of objects, such as [{ "googleSearch": {} }]',
  ],
  config: [isObject, 'an object'],
  allowedOrigins: [
    (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
    'a list of texts, such as ["https://www.example.com"]',
  ],
  limits: anything,
  maxCall: anything,
  port: [(value) => isWhole(value, 65_535), 'a number up to 65535'],
  trustProxy: anything,
  baseUrl: [isBaseUrl, 'an address that begins with https://'],
  apiVersion: name,
  onStoreFailure: anything,
};

/**
 * Reads the profile, `live-call.json` unless named.
 * @throws Fault that says what to change.
 */
export async function readProfile(world: World, file = 'live-call.json'): Promise<ProfileFile> {
  const path = isAbsolute(file) ? file : join(world.folder, file);
  let written: string;
  try {
    written = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') throw new Fault('profile-missing', { file });
    throw new Fault('profile-invalid', { file, why: `it cannot be read (${code ?? 'unknown'})` });
  }
  const why = (reason: string) => new Fault('profile-invalid', { file, why: reason });
  // Editors on Windows begin a file with the mark of UTF-8, which is no JSON.
  const profile = parse(written.replace(/^\uFEFF/, ''), why);
  checkFields(profile, why);
  return profile;
}

/** Names the place and never the words there, which may hold anything. */
function parse(written: string, why: (reason: string) => Fault): unknown {
  try {
    return JSON.parse(written);
  } catch {
    throw why(`it is no JSON; the error is at ${placeOfError(written)}`);
  }
}

function checkFields(
  profile: unknown,
  why: (reason: string) => Fault,
): asserts profile is ProfileFile {
  if (!isObject(profile)) throw why('it is no JSON object, { … }');
  const names = Object.keys(fields);
  for (const [field, value] of Object.entries(profile)) {
    if (/key|secret/i.test(field))
      throw why(`it holds "${field}"; a key belongs into GEMINI_API_KEY, not into a file`);
    if (!Object.hasOwn(fields, field))
      throw why(`there is no field "${field}"${didYouMean(field, names, (near) => `"${near}"`)}`);
    const [holds, wanted] = fields[field] ?? anything;
    if (!holds(value)) throw why(`"${field}" has to be ${wanted}`);
  }
  if (!('model' in profile)) throw why('it has no "model", such as "gemini-3.8-live"');
  try {
    checkOptions({ ...optionsOf(profile as unknown as ProfileFile), apiKey: undefined });
    readLimits(profile['limits'] as ProfileFile['limits']);
  } catch (error) {
    throw why(reasonOf(error));
  }
}

/** The broker's own words about an option that it cannot use. */
const reasonOf = (error: unknown) =>
  (error as Error).message.replace(/^createBroker: /, '').replace(/\.$/, '');

/** What is locked into a token. */
export const profileOf = (file: ProfileFile) => optionsOf(file).profile as Profile;
