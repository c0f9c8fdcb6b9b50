import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { type Emulator, startEmulator } from '../../src/testing/emulator/server.js';
import { languages } from '../../src/ui/strings/languages.js';
import { openTerminal, root, run, runJson, type Terminal } from './world.js';

const profile = { model: 'gemini-3.8-live', voice: 'Kore' };

describe('live-call serve', () => {
  let terminal: Terminal;
  let emulator: Emulator;
  before(async () => (emulator = await startEmulator()));
  after(() => emulator.close());
  beforeEach(async () => {
    terminal = await openTerminal();
    await terminal.write('live-call.json', profile);
  });
  afterEach(() => terminal.close());

  /** Serves on a free port, and has `visit` look at it. */
  async function served(
    visit: (url: string, out: string) => Promise<void>,
    args: readonly string[] = [],
    env = {},
  ) {
    let isVisited = false;
    const all = ['serve', '--port', '0', '--base-url', emulator.url, ...args];
    const result = await run(all, terminal, {
      env,
      meanwhile: async (out) => {
        const url = /listens on (http:\S+),/.exec(out())?.[1] ?? '';
        await visit(url, out());
        isVisited = true;
      },
    });
    assert.ok(isVisited, result.err);
    return result;
  }

  const post = (url: string, origin: string) =>
    fetch(`${url}/token`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{}',
    });

  it('says where it listens, what to paste and who may call', async () => {
    const allowedOrigins = ['https://www.example.com', 'https://shop.example.com'];
    await terminal.write('live-call.json', { ...profile, allowedOrigins });
    const { exit, err } = await served(async (url, out) => {
      assert.match(url, /^http:\/\/localhost:\d+$/);
      assert.ok(out.includes(`<script src="${url}/live-call.min.js" defer></script>`));
      const base = `base-url="${emulator.url}"`;
      assert.ok(out.includes(`<live-call token-url="${url}/token" ${base}></live-call>`));
      assert.match(out, /may call: https:\/\/www\.example\.com, https:\/\/shop\.example\.com,/);
      assert.match(out, /Ctrl\+C/);
    });
    assert.deepEqual([exit, err], [0, '']);
  });

  it('gives tokens to the pages that may call, and to no others', async () => {
    const allowedOrigins = ['https://www.example.com'];
    await terminal.write('live-call.json', { ...profile, allowedOrigins });
    const warn = mock.method(console, 'warn', () => {});
    await served(async (url) => {
      for (const origin of [allowedOrigins[0] ?? '', url, url.replace('localhost', '127.0.0.1')]) {
        const response = await post(url, origin);
        assert.equal(response.status, 200, origin);
        assert.match(((await response.json()) as { token: string }).token, /^auth_tokens\//);
        assert.equal(response.headers.get('access-control-allow-origin'), origin);
      }
      assert.equal((await post(url, 'https://example.com')).status, 403);
      assert.equal((await fetch(`${url}/token`)).status, 405);
    });
    const lines = warn.mock.calls.map(({ arguments: [line] }) => String(line));
    warn.mock.restore();
    assert.match(lines.join('\n'), /https:\/\/example\.com is not in allowedOrigins/);
  });

  it('gives its own page a token where no list is given', async () => {
    await served(async (url, out) => {
      assert.equal((await post(url, url)).status, 200);
      assert.match(out, /Only pages of this server’s own address may call/);
    });
  });

  it('locks the profile into the token', async () => {
    await terminal.write('live-call.json', {
      ...profile,
      instructions: 'Be brief.',
      tools: [{ googleSearch: {} }],
    });
    const asked: string[] = [];
    const google = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push(body);
        response.end('{"name":"auth_tokens/abc"}');
      });
    });
    await new Promise<void>((resolve) => google.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(google.address() as AddressInfo).port}`;
    await served(
      async (url) => {
        assert.equal((await post(url, url)).status, 200);
      },
      ['--base-url', base],
    );
    google.close().closeAllConnections();
    assert.match(
      asked[0] ?? '',
      /"voiceName":"Kore".*Be brief\..*"tools":\[\{"googleSearch":\{\}\}\]/,
    );
  });

  it('serves the script, the worklet, the style and every language to pages of any origin', async () => {
    await served(async (url) => {
      const names = ['live-call.min.js', 'live-call.worklet.js', 'live-call.css'];
      for (const path of [...names, ...languages.map((lang) => `lang/${lang}.js`)]) {
        const response = await fetch(`${url}/${path}?v=1`, {
          headers: { origin: 'https://www.example.com' },
        });
        const { headers } = response;
        assert.equal(response.status, 200, path);
        const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
        assert.equal(headers.get('content-type'), `${type}; charset=utf-8`);
        assert.equal(headers.get('access-control-allow-origin'), '*');
        assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
        assert.equal(headers.get('cache-control'), 'no-cache');
        assert.equal(headers.get('content-encoding'), 'gzip');
        assert.ok((await response.text()).length > 50);
      }
    });
  });

  it('sends a file that the browser has not once more', async () => {
    await served(async (url) => {
      const address = `${url}/live-call.min.js`;
      const first = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
      assert.equal(first.headers.get('content-encoding'), null);
      const length = Number(first.headers.get('content-length'));
      assert.equal((await first.arrayBuffer()).byteLength, length);
      const etag = first.headers.get('etag') ?? '';
      for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
        const again = await fetch(address, { headers: { 'if-none-match': tag } });
        assert.equal(again.status, 304);
        assert.equal(await again.text(), '');
      }
      assert.equal((await fetch(address, { headers: { 'if-none-match': '"other"' } })).status, 200);
      const head = await fetch(address, { method: 'HEAD' });
      assert.equal(head.status, 200);
      assert.ok(Number(head.headers.get('content-length')) > 1000);
      assert.equal((await fetch(address, { method: 'POST' })).status, 405);
    });
  });

  it('serves nothing else', async () => {
    await served(async (url) => {
      const paths = [
        'cli.js',
        'broker.js',
        'index.js',
        'live-call.json',
        'lang/../cli.js',
        'lang/%2e%2e/cli.js',
        '..%2fpackage.json',
        'lang/',
        'types/index.d.ts',
        '__proto__',
        'token/x',
        'live-call.min.js/',
      ];
      for (const path of paths) {
        const { status } = await fetch(`${url}/${path}`);
        assert.equal(status, 404, path);
      }
    });
  });

  it('has a page to try a call on, under a strict policy, for this machine only', async () => {
    await served(async (url, out) => {
      assert.match(out, /Open that to try a call/);
      const response = await fetch(url);
      assert.match(await response.text(), /<live-call token-url="\/token" base-url="http/);
      assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'self'/);
    });
    await served(
      async (url, out) => {
        assert.doesNotMatch(out, /Open that/);
        assert.match(out, /public address of this server/);
        assert.equal((await fetch(url.replace('0.0.0.0', '127.0.0.1'))).status, 404);
      },
      ['--host', '0.0.0.0'],
    );
  });

  it('takes the port from --port, else PORT, else the profile', async () => {
    await terminal.write('live-call.json', { ...profile, port: 0 });
    const args = ['serve', '--json', '--base-url', emulator.url];
    const urlOf = async (more: string[], env = {}) => {
      const { out, exit } = await run([...args, ...more], terminal, { env });
      assert.equal(exit, 0);
      return (JSON.parse(out) as { url: string }).url;
    };
    const free = await urlOf([]);
    const port = new URL(free).port;
    assert.equal(await urlOf([], { PORT: port }), `http://localhost:${port}`);
    assert.equal(await urlOf(['--port', port], { PORT: '1' }), `http://localhost:${port}`);
  });

  it('names a port that is taken, and another to try', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { exit, err, out } = await run(['serve', '--port', `${port}`], terminal);
    other.close();
    assert.equal(exit, 1);
    assert.equal(out, '');
    assert.match(err, new RegExp(`^live-call: port ${port} is in use .*--port ${port + 1}\\.\\n$`));
  });

  it('names an address that is none of this machine', async () => {
    const { exit, err } = await run(['serve', '--host', '192.0.2.7', '--port', '0'], terminal);
    assert.equal(exit, 1);
    assert.match(err, /^live-call: 192\.0\.2\.7 is no address of this machine\./);
  });

  it('says in one sentence that there is no key, and how to get one', async () => {
    const { exit, err } = await run(['serve'], terminal, { env: { GEMINI_API_KEY: undefined } });
    assert.equal(exit, 1);
    assert.match(err, /^live-call: GEMINI_API_KEY is not set\. Make a key at https:.*\.\n$/);
  });

  it('says which file of the package is missing', async () => {
    const dist = new URL('build/', root);
    const { exit, err } = await run(['serve'], terminal, { dist });
    assert.equal(exit, 1);
    assert.match(err, /dist\/live-call\.min\.js is missing/);
  });

  it('has the broker say what a day can cost at most', async () => {
    const info = mock.method(console, 'info', () => {});
    await terminal.write('live-call.json', {
      ...profile,
      limits: { total: '2/min 10/day' },
      maxCall: 77,
    });
    await served(async () => {});
    const lines = info.mock.calls.map(({ arguments: [line] }) => String(line));
    info.mock.restore();
    assert.deepEqual(lines, ['live-call broker: at most 10 calls of 77 s a day: 770 s']);
  });

  it('lets a request that is under way end before it stops', async () => {
    let answer = () => {};
    const google = createServer((_, response) => {
      answer = () => response.end('{"name":"auth_tokens/abc"}');
      google.emit('asked');
    });
    await new Promise<void>((resolve) => google.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(google.address() as AddressInfo).port}`;
    let answered: Promise<Response> | undefined;
    const stopped = served(
      async (url) => {
        answered = post(url, url);
        await once(google, 'asked');
        setImmediate(answer);
      },
      ['--base-url', base],
    );
    assert.equal((await stopped).exit, 0);
    assert.equal((await answered)?.status, 200);
    google.close().closeAllConnections();
  });
});
