import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { encodeBase64 } from '../../src/platform/base64.js';
import type { SessionOptions } from '../../src/gemini/open-session.js';
import type { TokenSource } from '../../src/gemini/token.js';
import { dialling } from './dialling.js';
import { openLine, type Script, type TestLine } from '../helpers/line.js';
import { hear } from './hearing.js';

/** A signal of a call that is never given up. */
export const never = new AbortController().signal;
const lines: TestLine[] = [];

/** A line with a script, and what it takes to call it. */
export async function setup(script: Script = {}, options: SessionOptions & TokenSource = {}) {
  const line = await openLine({ persona: 'silent', ...script });
  lines.push(line);
  const heard = hear();
  const { baseUrl, tokenUrl } = line;
  const openSession = dialling({ baseUrl, tokenUrl, ...options });
  return { line, heard, open: (signal = never) => openSession({ tools: [], signal }, heard.on) };
}

/** Hangs up on every line of the test. */
export async function teardown() {
  for (const line of lines.splice(0)) await line.close();
}

/** The error of a call; fails itself when there is none. */
export async function failure(opening: Promise<unknown>): Promise<CallError> {
  const error = await opening.then(
    () => 'it opened',
    (error: unknown) => error,
  );
  expect(error).to.be.instanceOf(CallError);
  return error as CallError;
}

/** A server frame that speaks these samples. */
export function voice(samples: readonly number[], mimeType = 'audio/pcm;rate=24000') {
  const data = encodeBase64(new Uint8Array(Int16Array.from(samples).buffer));
  return { serverContent: { modelTurn: { parts: [{ inlineData: { mimeType, data } }] } } };
}

/** The frame that ends a turn, as Google sends it. */
export const end = { serverContent: { turnComplete: true }, usageMetadata: { totalTokenCount: 3 } };
