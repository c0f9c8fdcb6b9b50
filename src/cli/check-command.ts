import { MODEL } from '../gemini/endpoint.js';
import type { Arguments } from './arguments.js';
import { tokenOfBroker } from './check-broker.js';
import { tokenOfProfile } from './check-profile.js';
import {
  type CheckOptions,
  readHeaders,
  readOrigin,
  readTimeout,
  readUrl,
} from './check-options.js';
import { CheckReport } from './check-report.js';
import { baseUrlOption, type Command, jsonOption } from './command.js';
import { dial } from './dial.js';
import { UsageError } from './exit.js';
import { Fault } from './fault.js';
import { baseUrlOf } from './live-api.js';
import { type ProfileFile, profileOf, readProfile } from './profile-file.js';
import type { World } from './world.js';

export const checkCommand: Command = {
  name: 'check',
  summary: 'makes one call, as a page would, and says in words what is wrong',
  operand: '[profile.json]',
  options: [
    { name: 'origin', value: 'origin', doc: 'the page that shall call: https://www.example.com' },
    {
      name: 'url',
      value: 'url',
      doc: 'asks the broker that runs there, instead of one from the profile',
    },
    {
      name: 'header',
      value: 'name: value',
      multiple: true,
      doc: 'sent to that broker, as tokenRequest does',
    },
    { name: 'timeout', value: 'seconds', doc: 'how long each answer may take; 10' },
    baseUrlOption,
    jsonOption,
  ],
  notes: [
    'Without --url it reads live-call.json, or the profile that is named, and GEMINI_API_KEY.',
    'With --url it needs neither. A check takes one token, opens one session and says nothing in it.',
    'Exit code 0: a call can be made. 1: something is wrong. 2: wrong usage. 3: nothing answered.',
  ],
  run: check,
};

async function check(given: Arguments, world: World): Promise<number> {
  const origin = readOrigin(given.text('origin'));
  const timeoutMs = readTimeout(given.text('timeout'));
  // Wrong usage is told before anything is read.
  baseUrlOf(given, world);
  const url = given.text('url');
  const headers = readHeaders(given.texts('header'));
  if (url === undefined && headers.length > 0)
    throw new UsageError('--header goes with --url only.');
  const report = new CheckReport();
  const json = given.flag('json');
  try {
    // A broker elsewhere has its own profile, locked into the token.
    const isNamed = url === undefined || given.operand !== undefined;
    const file: ProfileFile = isNamed ? await readProfile(world, given.operand) : { model: MODEL };
    const { baseUrl: usual, apiVersion } = file;
    const baseUrl = baseUrlOf(given, world, usual);
    const options: CheckOptions = { baseUrl, apiVersion, origin, timeoutMs };
    if (isNamed) report.good('profile', [file.model, file.voice].filter(Boolean).join(', '));
    const token =
      url === undefined
        ? await tokenOfProfile(file, world, options, report)
        : await tokenOfBroker(readUrl(url), headers, options, report);
    await dial({ ...options, token, profile: profileOf(file) });
    report.good('call', 'the model picked up');
    return report.write(world, json);
  } catch (error) {
    if (error instanceof Fault) return report.write(world, json, error);
    throw error;
  }
}
