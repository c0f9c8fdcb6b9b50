import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault } from './fault.js';

/** So long requests that are under way have to end, in ms. */
const GRACE_MS = 5000;

/**
 * Listens, and yields the port: a free one for 0.
 * @throws Fault that says why it cannot
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(faultOf(error, port, host)));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Why nothing can listen there. */
export function faultOf(
  { code, message }: NodeJS.ErrnoException,
  port: number,
  host: string,
): Fault {
  const other = port < 65_535 ? port + 1 : port - 1;
  if (code === 'EADDRINUSE') return new Fault('port-in-use', { port, other });
  if (code === 'EACCES') return new Fault('port-forbidden', { port });
  return new Fault('host-unknown', { host }, message);
}

/** Takes no more requests, and lets those under way end. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}

/** Whether only programs of this machine can reach what listens there. */
export const isOwnMachine = (host: string) => /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host);
