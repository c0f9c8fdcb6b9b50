import { createServer } from 'node:http';
import { createBroker } from '../broker.js';
import { type HostSettings, optionsOf } from './settings.js';

declare const settings: HostSettings;

const { env } = process;

function fail(error: unknown): never {
  console.error(`live-call broker: ${(error as Error).message}`);
  process.exit(1);
}

function open() {
  try {
    return createBroker({ ...optionsOf(settings), apiKey: env['GEMINI_API_KEY'] });
  } catch (error) {
    return fail(error);
  }
}

const broker = open();
if (!env['GEMINI_API_KEY']?.trim())
  console.warn('live-call broker: GEMINI_API_KEY is not set, so nobody gets a token');

const port = Number(env['PORT'] ?? settings.port ?? 3000);
const server = createServer((request, response) => void broker.node(request, response));
server.on('error', fail);
server.listen(port, () => {
  const { port } = server.address() as { port: number };
  console.log(`live-call broker: listens on http://localhost:${port}`);
});
// A host that starts a new version ends this one, which answers first whoever has asked.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
