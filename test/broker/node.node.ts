import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { createServer as createServer2, connect as connect2 } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { type BrokerEvent, type BrokerOptions, createBroker } from '../../src/broker/broker.js';
import {
  apiKey,
  closeUpstream,
  openUpstream,
  profile,
  resetUpstream,
  resuming,
  ticket,
  upstream,
} from './upstream.js';

const origin = 'https://shop.example';
const events: BrokerEvent[] = [];
const onEvent = (event: BrokerEvent) => events.push(event);
const makeBroker = (options: Partial<BrokerOptions> = {}) =>
  createBroker({
    apiKey,
    profile,
    baseUrl: upstream.url,
    allowedOrigins: [origin],
    onEvent,
    ...options,
  });

/** Servers to close after the test. */
const closing: (() => void)[] = [];

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

async function serve(listener: Listener): Promise<number> {
  const server = createServer((request, response) => void listener(request, response));
  closing.push(() => (server.closeAllConnections(), server.close()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

interface Post {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function post(port: number, { method = 'POST', path = '/', headers, body }: Post = {}) {
  const all = { origin, 'content-type': 'application/json', ...headers };
  const request = ask({ port, host: '127.0.0.1', method, path, headers: all });
  request.end(method === 'POST' ? (body ?? resuming) : undefined);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

type Middleware = (
  request: IncomingMessage & { body?: unknown },
  response: ServerResponse,
  next: () => void,
) => void;

/** What a parser such as `express.json()` does: reads the stream to its end, and leaves the result at `body`. */
const parser =
  (parse: (bytes: Buffer) => unknown): Middleware =>
  async (request, _, next) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = parse(Buffer.concat(pieces));
    if (body !== undefined) request.body = body;
    next();
  };

const json = parser((bytes) => JSON.parse(bytes.toString()) as unknown);

const behind =
  (middleware: Middleware, listener: Listener): Listener =>
  (request, response) =>
    middleware(request, response, () => listener(request, response));

const askedHandle = () => /"handle":"([^"]*)"/.exec(JSON.stringify(upstream.asked[0]?.body))?.[1];

describe('the broker on Node', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);
  beforeEach(() => void events.splice(0));
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  const mounted: Record<string, () => Listener> = {
    'broker.node': () => makeBroker().node,
    '@hono/node-server': () => getRequestListener(makeBroker().fetch),
  };
  for (const [how, make] of Object.entries(mounted)) {
    describe(`by ${how}`, () => {
      it('gives a token for a session to take up', async () => {
        const { status, headers, text } = await post(await serve(make()));
        assert.equal(status, 200);
        assert.deepEqual(JSON.parse(text), { token: 'auth_tokens/abc', ticket });
        assert.equal(headers['access-control-allow-origin'], origin);
        assert.equal(headers['cache-control'], 'no-store');
        assert.equal(askedHandle(), 'h-1');
      });

      const parsers: Record<string, Middleware> = {
        'express.json()': json,
        'express.text()': parser(String),
        'express.raw()': parser((bytes) => bytes),
      };
      for (const [name, parse] of Object.entries(parsers)) {
        it(`gives a token behind ${name}, which has read the body (K14)`, async () => {
          const { status } = await post(await serve(behind(parse, make())));
          assert.equal(status, 200);
          assert.equal(askedHandle(), 'h-1');
        });
      }

      it('reads the body itself where a parser of Express 4 passed it by, with {} for a body (K14)', async () => {
        const passBy: Middleware = (request, _, next) => {
          request.body = {};
          next();
        };
        assert.equal((await post(await serve(behind(passBy, make())))).status, 200);
        assert.equal(askedHandle(), 'h-1');
      });

      it('refuses a parsed body as it refuses any other (K14)', async () => {
        const port = await serve(behind(json, make()));
        const long = await post(port, { body: JSON.stringify('x'.repeat(9000)) });
        assert.equal(long.status, 413);
        const circular: Record<string, unknown> = {};
        circular['self'] = circular;
        for (const body of [circular, () => 'no', '{oops', '', Buffer.from('{')]) {
          const odd = await post(
            await serve(
              behind(
                parser(() => body),
                make(),
              ),
            ),
          );
          assert.equal(odd.status, 400);
        }
      });

      it('says who has lost the body where a parser left it nowhere (K14)', async () => {
        const { status, text } = await post(
          await serve(
            behind(
              parser(() => undefined),
              make(),
            ),
          ),
        );
        assert.equal(status, 500);
        assert.deepEqual(JSON.parse(text), { code: 'body-used', retryable: false });
        assert.match(events[0]?.why ?? '', /in front of the broker has read the body/);
      });

      const ends = {
        'too-slow': ['408', '{"a":'],
        'too-large': ['413', 'x'.repeat(9000)],
      } as const;
      for (const [code, [status, body]] of Object.entries(ends)) {
        it(`answers a body that is ${code} and does not end, and ends the connection (K12)`, async (context) => {
          const port = await serve(make());
          if (code === 'too-slow') {
            const { setTimeout } = globalThis;
            context.mock.method(globalThis, 'setTimeout', (act: () => void, limit: number) =>
              setTimeout(act, limit === 5000 ? 50 : limit),
            );
          }
          const socket = connect(port, '127.0.0.1');
          const head = [
            'POST / HTTP/1.1',
            'Host: shop.example',
            `Origin: ${origin}`,
            'Content-Type: application/json',
            'Transfer-Encoding: chunked',
          ];
          const chunk = [body.length.toString(16), body, ''];
          socket.write([...head, '', ...chunk].join('\r\n'));
          const answer = await text(socket);
          assert.match(answer, new RegExp(`^HTTP/1.1 ${status} .*"${code}"`, 's'));
          // @hono/node-server drains for a moment, then ends it without a word.
          if (how === 'broker.node') assert.match(answer, /^connection: close$/im);
        });
      }

      it('tells authorize the address that asked', async () => {
        const addresses: unknown[] = [];
        const broker = makeBroker({
          authorize: (_, { address }) => addresses.push(address) > 0,
        });
        const listener = how === 'broker.node' ? broker.node : getRequestListener(broker.fetch);
        const headers = { 'cf-connecting-ip': '192.0.2.7', 'x-forwarded-for': '192.0.2.7' };
        assert.equal((await post(await serve(listener), { headers })).status, 200);
        assert.deepEqual(addresses, ['127.0.0.1']);
      });
    });
  }

  it('answers what is no POST (K14)', async () => {
    const port = await serve(makeBroker().node);
    const preflight = await post(port, {
      method: 'OPTIONS',
      headers: { 'access-control-request-headers': 'content-type' },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers['access-control-allow-origin'], origin);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'TRACE']) {
      const { status, headers } = await post(port, { method });
      assert.deepEqual([status, headers.allow], [405, 'POST, OPTIONS']);
    }
  });

  it('serves pages of its own address without a list, whatever the path names', async (context) => {
    const warn = context.mock.method(console, 'warn', () => {});
    const port = await serve(makeBroker({ allowedOrigins: undefined }).node);
    const own = `http://127.0.0.1:${port}`;
    const evil = 'http://localhost:1';
    for (const path of ['/', '/token?x=1', '//localhost:1/token', `${evil}/token`, '*', '/%']) {
      assert.equal((await post(port, { path, headers: { origin: own } })).status, 200, path);
      assert.equal((await post(port, { path, headers: { origin: evil } })).status, 403, path);
    }
    assert.equal(warn.mock.callCount(), 0);
  });

  it('believes no Host that is none (K14)', async (context) => {
    context.mock.method(console, 'warn', () => {});
    const port = await serve(makeBroker({ allowedOrigins: undefined }).node);
    for (const host of [
      'evil.example',
      'a@localhost',
      'localhost#',
      'localhost/x',
      '[',
      'a b',
      '',
    ]) {
      for (const from of ['http://evil.example', 'http://localhost', 'http://host.invalid']) {
        const { status } = await post(port, { headers: { host, origin: from } });
        assert.equal(status, 403, `${host} ${from}`);
      }
    }
  });

  it('leaves the answer to whatever answered meanwhile, and the process alive (K14)', async () => {
    const { node } = makeBroker();
    let answered: Promise<void> | undefined;
    const port = await serve((request, response) => {
      answered = node(request, response);
      response.writeHead(503).end('too late');
    });
    assert.equal((await post(port)).status, 503);
    await answered;
  });

  it('speaks HTTP/2', async () => {
    const server = createServer2((request, response) => void makeBroker().node(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    closing.push(() => (client.destroy(), server.close()));
    const stream = client.request({
      ':method': 'POST',
      origin,
      'content-type': 'application/json',
    });
    stream.end(resuming);
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    assert.equal(headers[':status'], 200);
    assert.match(await text(stream), /auth_tokens/);
    assert.equal(askedHandle(), 'h-1');
  });

  it('serves a route of Next, which hides its address and passes no incoming (K14)', async () => {
    const { fetch: POST } = makeBroker();
    /** Next makes its requests so, and adds cookies and nextUrl to them. */
    class NextRequest extends Request {
      readonly cookies = new Map();
    }
    const headers = { origin, 'content-type': 'application/json', host: 'shop.example' };
    const init = { method: 'POST', headers, body: resuming };
    const context = { params: Promise.resolve({}) };
    const request = new NextRequest('http://localhost:3000/api/token', init);
    assert.equal((await POST(request, context)).status, 200);
    assert.equal(askedHandle(), 'h-1');
  });
});
