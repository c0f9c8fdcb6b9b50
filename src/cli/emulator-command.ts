import { startEmulator } from '../testing/emulator/server.js';
import type { Arguments } from './arguments.js';
import { type Command, jsonOption } from './command.js';
import { EXIT } from './exit.js';
import { faultOf } from './listening.js';
import { readPort } from './read-port.js';
import type { World } from './world.js';

const PORT = 8788;

/** It lets anybody in, and is a tool for tests: only this machine may reach it. */
const HOST = '127.0.0.1';

export const emulatorCommand: Command = {
  name: 'emulator',
  summary: 'answers calls in the place of Google: a parrot, without a key, a network or a cost',
  options: [{ name: 'port', value: 'n', doc: `else ${PORT}; 0 takes a free one` }, jsonOption],
  notes: [
    'It takes any word as the key, and plays the caller’s words back.',
    'A broker asks it by "baseUrl", serve and check by GEMINI_BASE_URL, the page dials it by base-url.',
    'Ctrl+C, or SIGTERM, hangs up and stops.',
  ],
  run: emulate,
};

async function emulate(given: Arguments, world: World): Promise<number> {
  const port = readPort(given.text('port')) ?? PORT;
  const emulator = await startEmulator({ port, host: HOST }).catch((error: unknown) => {
    throw faultOf(error as NodeJS.ErrnoException, port, HOST);
  });
  try {
    const { url } = emulator;
    world.out(given.flag('json') ? `${JSON.stringify({ ok: true, url })}\n` : inWords(url));
    await world.untilStopped();
  } finally {
    await emulator.close();
  }
  return EXIT.good;
}

const inWords = (url: string) =>
  [
    `A parrot answers calls on ${url}, in the place of Google. Any word does as the key.`,
    '',
    `  to try a call:  GEMINI_BASE_URL=${url} GEMINI_API_KEY=any npx live-call serve`,
    `  a broker:       "baseUrl": "${url}" in its settings`,
    `  its page:       <live-call token-url="…" base-url="${url}"></live-call>`,
    '',
    'Press Ctrl+C to stop.',
    '',
  ].join('\n');
