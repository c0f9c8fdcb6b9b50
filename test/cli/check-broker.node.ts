import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Emulator, startEmulator } from '../../src/testing/emulator/server.js';
import { createBroker } from '../../src/broker/broker.js';
import { apiKey, closedPort, openTerminal, runJson, run, type Terminal } from './world.js';

const page = 'https://www.example.com';
type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

describe('live-call check of a broker at its address', () => {
  let terminal: Terminal;
  let emulator: Emulator;
  let answer: Answer = () => {};
  const asked: { method: string; origin: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    const { method = '', headers } = request;
    asked.push({ method, origin: String(headers.origin), headers });
    answer(request, response);
  });
  let own = '';
  let url = '';

  before(async () => {
    emulator = await startEmulator();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    url = `${own}/token`;
    terminal = await openTerminal();
  });
  after(async () => {
    server.close().closeAllConnections();
    await emulator.close();
    await terminal.close();
  });
  beforeEach(() => void asked.splice(0));

  const broker = (allowedOrigins?: string[], more = {}) =>
    createBroker({
      apiKey,
      profile: { model: 'gemini-3.8-live' },
      baseUrl: emulator.url,
      allowedOrigins,
      onEvent: () => {},
      ...more,
    }).node;

  const check = (...more: string[]) =>
    runJson(['check', '--url', url, '--base-url', emulator.url, ...more], terminal, {
      env: { GEMINI_API_KEY: undefined },
    });

  const say =
    (status: number, body: unknown = '', headers: Record<string, string> = {}): Answer =>
    (_, response) => {
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };

  it('needs no key and no profile for a call that works', async () => {
    answer = broker([own]);
    const { exit, ok, steps } = await check();
    assert.deepEqual([exit, ok], [0, true]);
    assert.deepEqual(
      steps?.map(({ step }) => step),
      ['origin', 'token', 'call'],
    );
    assert.equal(asked.length, 1);
  });

  it('asks as a page of another origin does: the POST, and the OPTIONS before it', async () => {
    answer = broker(['http://localhost:3000']);
    const { exit } = await check('--origin', 'http://localhost:3000');
    assert.equal(exit, 0);
    assert.deepEqual(asked.map(({ method }) => method).sort(), ['OPTIONS', 'POST']);
    assert.ok(asked.every(({ origin }) => origin === 'http://localhost:3000'));
  });

  it('sends the headers that authorize asks for', async () => {
    const authorize = (request: Request) => request.headers.get('x-csrf') === '17';
    answer = broker([own], { authorize });
    const without = await check();
    assert.deepEqual([without.exit, without.finding?.code], [1, 'not-authorized']);
    assert.match(without.finding?.change ?? '', /tokenRequest/);
    assert.equal((await check('--header', 'X-CSRF: 17')).exit, 0);
  });

  it('finds that the www. was forgotten', async () => {
    answer = broker(['http://www.localhost:3000']);
    const { exit, finding } = await check('--origin', 'http://localhost:3000');
    assert.deepEqual([exit, finding?.code], [1, 'origin-www']);
    assert.match(finding?.what ?? '', /http:\/\/www\.localhost:3000 is let in/);
    assert.equal(finding?.change, 'Add "http://localhost:3000" to allowedOrigins.');
  });

  it('finds that the broker lets in the page by another scheme', async () => {
    answer = broker(['https://localhost:3000']);
    const { finding } = await check('--origin', 'http://localhost:3000');
    assert.equal(finding?.code, 'origin-scheme');
  });

  it('finds that a stranger is one', async () => {
    answer = broker(['https://shop.example']);
    const { exit, finding } = await check('--origin', 'http://localhost:1234');
    assert.deepEqual([exit, finding?.code], [1, 'origin-refused']);
    assert.match(finding?.change ?? '', /Add "http:\/\/localhost:1234"/);
  });

  it('finds the proxy that ends TLS by a broker that refuses its own address', async () => {
    // As behind such a proxy, the broker hears another Host than the page has.
    const hidden = broker();
    answer = (request, response) => {
      request.headers.host = 'internal.example';
      return hidden(request, response);
    };
    const { exit, finding } = await check();
    assert.deepEqual([exit, finding?.code], [1, 'origin-own']);
    assert.match(finding?.change ?? '', new RegExp(`Add "${own}" to allowedOrigins`));
  });

  const html = '<!DOCTYPE html>\n<html><body>Shop</body></html>';
  const cors = { 'access-control-allow-origin': '*' };
  const answers: [code: string, what: string, answer: Answer][] = [
    ['broker-not-found', 'a 404', say(404, 'Not Found')],
    ['broker-not-found', 'the 404 page of a site', say(404, html)],
    ['broker-not-found', 'a 410', say(410)],
    ['broker-no-post', 'a 405', say(405, '', { allow: 'GET' })],
    ['broker-no-post', 'the 501 of a simple server', say(501)],
    ['broker-html', 'the page of an app that answers for all', say(200, html)],
    ['broker-html', 'a comment before a page', say(200, `<!-- built -->\n${html}`)],
    ['broker-html', 'the page of a firewall', say(403, html)],
    ['broker-php-source', 'the text of a PHP file', say(200, '<?php\n$key = "AIzaSy1234567890";')],
    ['broker-failed', 'a PHP that breaks', say(500, '<br />\n<b>Fatal error</b>: Uncaught')],
    ['broker-failed', 'a 502 of a proxy', say(502, '<html>Bad Gateway</html>')],
    ['broker-answer', 'an empty answer', say(200)],
    ['broker-answer', 'a list', say(200, [])],
    ['broker-answer', 'JSON without a token', say(200, { ok: true })],
    ['broker-answer', 'a token of no text', say(200, { token: 7 })],
    ['broker-gives-key', 'a key for a token', say(200, { token: apiKey })],
    ['broker-redirects', 'a redirect', say(301, '', { location: '/token/' })],
    ['broker-redirects', 'a redirect to nowhere', say(302)],
    ['not-authorized', 'a login', say(401, '', { 'www-authenticate': 'Basic' })],
    ['header-lost', 'a lost content-type', say(415, { code: 'unsupported-media-type' })],
    ['broker-key-missing', 'a broker without a key', say(500, { code: 'key-missing' })],
    [
      'broker-google-refused',
      'a wrong key',
      say(502, { code: 'upstream-failed', retryable: false }),
    ],
    [
      'broker-no-google',
      'a broker that cannot reach Google',
      say(502, { code: 'upstream-failed', retryable: true }),
    ],
    ['quota', 'a used-up quota', say(429, { code: 'upstream-busy', retryable: true })],
    ['broker-limited', 'a limit of a caller', say(429, { code: 'rate-limited' })],
    ['broker-spent', 'a limit of all', say(429, { code: 'budget-spent' })],
    ['broker-failed', 'a store that is down', say(503, { code: 'store-unavailable' })],
    ['cors-preflight', 'no answer to OPTIONS', say(200, { token: 'auth_tokens/abc' })],
  ];
  for (const [code, what, given] of answers) {
    it(`finds ${code} in ${what}, and shows no key`, async () => {
      answer = given;
      const origin = code.startsWith('cors') ? ['--origin', 'http://localhost:1'] : [];
      const { exit, finding, out } = await check(...origin);
      assert.deepEqual([exit, finding?.code], [1, code]);
      assert.doesNotMatch(out, /AIza|\{\w+\}|undefined/);
    });
  }

  it('tells where a redirect goes', async () => {
    answer = say(308, '', { location: '/token/' });
    assert.match((await check()).finding?.what ?? '', new RegExp(`redirects to ${url}/,`));
  });

  it('tells how long to wait where a limit is reached', async () => {
    answer = say(429, { code: 'rate-limited' }, { 'retry-after': '37' });
    assert.match((await check()).finding?.change ?? '', /^Wait 37 s;/);
  });

  it('finds a header that the preflight does not allow', async () => {
    answer = (request, response) => {
      const headers = { ...cors, 'access-control-allow-headers': 'Content-Type' };
      const status = request.method === 'OPTIONS' ? 204 : 200;
      say(status, status === 200 ? { token: 'auth_tokens/abc' } : '', headers)(request, response);
    };
    const args = ['--origin', 'http://localhost:1', '--header', 'x-csrf: 17'];
    const { finding } = await check(...args);
    assert.equal(finding?.code, 'cors-preflight');
    assert.match(finding.what, /lacks access-control-allow-headers: x-csrf\.$/);
  });

  it('finds that the page cannot read the answer', async () => {
    answer = (request, response) => {
      const headers = { ...cors, 'access-control-allow-headers': 'content-type' };
      const isPost = request.method === 'POST';
      say(
        200,
        isPost ? { token: 'auth_tokens/abc' } : '',
        isPost ? {} : headers,
      )(request, response);
    };
    const { exit, finding } = await check('--origin', 'http://localhost:1');
    assert.deepEqual([exit, finding?.code], [1, 'cors-missing']);
  });

  it('gives up where the broker does not answer', async () => {
    answer = () => {};
    const { exit, finding } = await check('--timeout', '0.3');
    assert.deepEqual([exit, finding?.code], [3, 'broker-silent']);
  });

  it('tells that nobody is at the address', async () => {
    const args = ['check', '--url', `http://127.0.0.1:${await closedPort()}/token`];
    const { exit, finding } = await runJson(args, terminal);
    assert.deepEqual([exit, finding?.code], [3, 'broker-unreachable']);
    assert.match(finding?.said ?? '', /ECONNREFUSED/);
  });

  it('tells that https does not mix with http, before it asks', async () => {
    const args = ['check', '--url', 'http://calls.example.com/token', '--origin', page];
    const { exit, finding } = await runJson(args, terminal);
    assert.deepEqual([exit, finding?.code], [1, 'mixed-content']);
  });

  it('finds that Google does not take the token', async () => {
    answer = say(200, { token: 'auth_tokens/never-minted' });
    const { exit, finding, out } = await check();
    assert.deepEqual([exit, finding?.code], [1, 'token-refused']);
    assert.match(finding?.said ?? '', /^Token not found/);
    assert.doesNotMatch(out, /never-minted/);
  });

  const misuses: [args: string[], words: RegExp][] = [
    [['--url', 'www.example.com/token'], /begins with https:/],
    [['--url', 'ftp://example.com/token'], /begins with https:/],
    [['--url', 'https://me:secret@example.com/'], /password/],
    [['--origin', 'example.com'], /is no origin/],
    [['--timeout', '0'], /takes seconds/],
    [['--timeout', 'soon'], /takes seconds/],
    [['--header', 'x-csrf: 17'], /goes with --url/],
    [['--url', 'https://example.com/', '--header', 'x-csrf'], /"name: value"/],
    [['--base-url', 'wss://example.com'], /begins with https:/],
    [['a.json', 'b.json'], /too much/],
    [['--orgin', page], /did you mean --origin\?/],
    [['--origin'], /argument/],
  ];
  for (const [args, words] of misuses) {
    it(`takes ${args.join(' ')} for wrong usage`, async () => {
      const { exit, out, err } = await run(['check', ...args], terminal);
      assert.equal(exit, 2);
      assert.equal(out, '');
      assert.match(err, words);
      assert.equal(err.trim().split('\n').length, 1);
      assert.equal((await runJson(['check', ...args], terminal)).finding?.code, 'usage');
    });
  }
});
