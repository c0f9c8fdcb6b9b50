import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type Address, readAddress } from './address.js';
import type { Answer } from './answer.js';
import { systemClock } from './clock.js';
import { Connection } from './connection.js';
import type { Line } from './line.js';
import { Lines } from './lines.js';
import type { Script } from './script.js';
import { answerAuthTokens } from './token-endpoint.js';
import { hum, type Voice } from './voice.js';

/** Room for a minute of audio in one frame. */
const MAX_FRAME = 32 * 1024 * 1024;

export interface EmulatorOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** The default is this machine only. */
  readonly host?: string;
  /** A server to attach to; it must give the emulator the first look at each request, see `handle`. */
  readonly server?: Server;
  /** Speaks the words of the model; the default hums them. */
  readonly voice?: Voice;
}

export interface Emulator {
  /** Where it listens, as a `base-url`; of an attached server, once that listens. */
  readonly url: string;
  /** Opens a line of its own for this script. */
  openLine(script: Script): Line;
  /** Answers a request for the emulator; false where it is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Drops every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a Live API on this machine; resolves when it can be dialled. See lines.ts for what it can be told. */
export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const lines = new Lines(systemClock, options.voice ?? hum);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME });
  const handle = (request: IncomingMessage, response: ServerResponse): boolean =>
    handleRequest(lines, request, response);
  const server = options.server ?? createServer(handleOrNotFound(handle));
  const dialling = new Set<Duplex>();
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const address = readAddress(request.url ?? '');
    if (address && address.service !== 'tokens') {
      dialling.add(socket.on('close', () => dialling.delete(socket)));
      void dial(lines.find(address.line), address, sockets, request, socket, head);
    } else if (!options.server) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  };
  server.on('upgrade', upgrade);
  const host = options.host ?? '127.0.0.1';
  if (!options.server)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, host, resolve);
    });
  return {
    get url() {
      const { port } = server.address() as AddressInfo;
      return `http://${host}:${port}`;
    },
    openLine: (script) => lines.open(script),
    handle,
    async close() {
      server.off('upgrade', upgrade);
      lines.close();
      for (const socket of dialling) socket.destroy();
      if (options.server) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const handleOrNotFound =
  (handle: Emulator['handle']) => (request: IncomingMessage, response: ServerResponse) => {
    if (!handle(request, response)) response.writeHead(404).end();
  };

/** Answers an upgrade as the script of the line says. */
async function dial(
  line: Line,
  address: Address,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const { openDelay, refuse, hang } = line.script;
  socket.on('error', () => undefined);
  line.dialled();
  if (hang === 'tcp') return;
  if (openDelay) await new Promise<void>((resolve) => line.clock.after(openDelay, resolve));
  if (refuse) socket.end(`HTTP/1.1 ${refuse} Refused\r\nConnection: close\r\n\r\n`);
  else if (!socket.destroyed)
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      line.connected(new Connection(webSocket, line, address)),
    );
}

function handleRequest(lines: Lines, request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? '';
  const address = readAddress(url);
  if (address?.service !== 'tokens' && !/^\/lines([/?]|$)/.test(url)) return false;
  void answer(lines, request).then(
    (reply) => reply && send(response, reply),
    (error: unknown) => send(response, { status: 500, body: { error: String(error) } }),
  );
  return true;
}

async function answer(lines: Lines, request: IncomingMessage): Promise<Answer | null> {
  const { method = 'GET', url = '', headers } = request;
  if (method === 'OPTIONS') return { status: 204 };
  const body = await readBody(request);
  const address = readAddress(url);
  if (address?.service === 'tokens') {
    if (method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    const apiKey = headers['x-goog-api-key'] ?? address.credential;
    return answerAuthTokens(lines.find(address.line), String(apiKey), body);
  }
  const origin = `http://${headers.host ?? ''}`;
  return (await lines.answer({ method, url, body, origin })) ?? null;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Any page may use the emulator: it is a tool for tests and demos. */
const permissive = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': '*',
  'access-control-allow-private-network': 'true',
  'cache-control': 'no-store',
};

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const type = isRaw ? 'application/octet-stream' : 'application/json';
  response.writeHead(status, { ...permissive, 'content-type': type, ...headers });
  response.end(isRaw || body === undefined ? body : JSON.stringify(body));
}
