import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { checkOrigins } from '../broker/origin.js';
import type { Profile } from '../broker/profile.js';
import { Fault } from './fault.js';
import { placeOfError } from './json-error.js';
import { didYouMean } from './nearest.js';
import type { World } from './world.js';

/** How often something may happen: `5/min 30/h`. */
interface Limits {
  readonly perCaller?: string;
  readonly total?: string;
  readonly perCall?: string;
}

/** The content of `live-call.json`. */
export interface ProfileFile {
  readonly model: string;
  readonly voice?: string;
  readonly language?: string;
  readonly instructions?: string;
  readonly talk?: 'open' | 'hold';
  /** As the Live API has them: https://ai.google.dev/api/caching#Tool */
  readonly tools?: readonly object[];
  /** Further fields of a `LiveConnectConfig`. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly allowedOrigins?: readonly string[];
  readonly limits?: Limits | false;
  /** How long one call may last over all of its connections, in seconds. */
  readonly maxCall?: number;
  readonly port?: number;
  /** How many proxies of your own stand in front. */
  readonly trustProxy?: number;
}

type Check = readonly [holds: (value: unknown) => boolean, wanted: string];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, most = Number.MAX_SAFE_INTEGER) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;

const text: Check = [(value) => typeof value === 'string', 'a text'];
const name: Check = [(value) => typeof value === 'string' && value.trim() !== '', 'a text'];

const limitNames = ['perCaller', 'total', 'perCall'];
const isLimit = (value: unknown) =>
  typeof value === 'string' &&
  /^\s*\d+\/(?:s|min|h|day)(?:\s+\d+\/(?:s|min|h|day))*\s*$/.test(value);

const fields: Readonly<Record<keyof ProfileFile, Check>> = {
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
  limits: [
    (value) =>
      value === false ||
      (isObject(value) &&
        Object.entries(value).every(([key, limit]) => limitNames.includes(key) && isLimit(limit))),
    'false, or { "perCaller": "5/min 30/h", "total": "60/min 1000/day", "perCall": "30/min" }',
  ],
  maxCall: [(value) => isWhole(value) && Number(value) > 0, 'a number of seconds, such as 900'],
  port: [(value) => isWhole(value, 65_535), 'a number up to 65535'],
  trustProxy: [(value) => isWhole(value, 100), 'the number of your proxies in front, such as 1'],
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
    const [holds, wanted] = fields[field as keyof ProfileFile];
    if (!holds(value)) throw why(`"${field}" has to be ${wanted}`);
  }
  if (!('model' in profile)) throw why('it has no "model", such as "gemini-3.8-live"');
  try {
    checkOrigins(profile['allowedOrigins'] as ProfileFile['allowedOrigins']);
  } catch (error) {
    throw why(reasonOf(error));
  }
}

/** The broker's own words about an option that it cannot use. */
export const reasonOf = (error: unknown) =>
  (error as Error).message.replace(/^createBroker: /, '').replace(/\.$/, '');

/** The part of the file that is locked into a token. */
export function profileOf(file: ProfileFile): Profile {
  const { model, voice, language, instructions, talk, tools, config } = file;
  const all = tools ? { ...config, tools } : config;
  return { model, voice, language, instructions, talk, config: all };
}

/** The options of a broker that the file names; what it leaves out has the defaults of the broker. */
export function limitsOf({ limits, maxCall, trustProxy }: ProfileFile) {
  return {
    ...(limits !== undefined && { limits }),
    ...(maxCall !== undefined && { maxCall }),
    ...(trustProxy !== undefined && { trustProxy }),
  };
}
