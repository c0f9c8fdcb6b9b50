import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mock } from 'node:test';
import { createBroker } from '../../../src/broker/broker.js';
import { optionsOf } from '../../../src/broker/hosts/settings.js';
import type { Start } from '../broker.js';
import { Log } from '../log.js';

/** `createBroker` itself, in this process. */
export const startNode: Start = async (settings, apiKey) => {
  const log = new Log();
  for (const level of ['info', 'warn', 'error'] as const) {
    mock.method(console, level, (line: unknown) => log.add(`${String(line)}\n`));
  }
  const broker = createBroker({ ...optionsOf(settings), apiKey });
  const server = createServer((request, response) => void broker.node(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close().closeAllConnections();
    mock.restoreAll();
  };
  return { url: `http://127.0.0.1:${port}/token`, log, close };
};
