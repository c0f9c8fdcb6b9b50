import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { closedPort, openTerminal, run, runJson, type Terminal } from './world.js';

describe('live-call emulator', () => {
  let terminal: Terminal;
  before(async () => {
    terminal = await openTerminal();
    await terminal.write('live-call.json', { model: 'gemini-3.8-live' });
  });
  after(() => terminal.close());

  const start = async (visit: (url: string, out: string) => Promise<void>, ...args: string[]) => {
    let isVisited = false;
    const result = await run(['emulator', '--port', '0', ...args], terminal, {
      meanwhile: async (out) => {
        await visit(/http:\/\/[\d.]+:\d+/.exec(out())?.[0] ?? '', out());
        isVisited = true;
      },
    });
    assert.ok(isVisited, result.err);
    return result;
  };

  it('gives tokens and answers a call, whatever the key is', async () => {
    const { exit, err } = await start(async (url) => {
      const env = { GEMINI_BASE_URL: url, GEMINI_API_KEY: 'any' };
      const check = await run(['check'], terminal, { env });
      assert.deepEqual([check.exit, check.err], [0, ''], check.out);
    });
    assert.deepEqual([exit, err], [0, '']);
  });

  it('says how a server, a broker and a page get there', async () => {
    await start((url, out) => {
      assert.ok(out.includes(`GEMINI_BASE_URL=${url} GEMINI_API_KEY=any npx live-call serve`));
      assert.ok(out.includes(`"baseUrl": "${url}"`));
      assert.ok(out.includes(`base-url="${url}"`));
      return Promise.resolve();
    });
    await start((url, out) => {
      assert.deepEqual(JSON.parse(out), { ok: true, url });
      return Promise.resolve();
    }, '--json');
  });

  it('listens where it is told, and no longer than it runs', async () => {
    const port = await closedPort();
    const args = ['emulator', '--port', String(port)];
    const url = `http://127.0.0.1:${port}/v1beta/auth_tokens`;
    const meanwhile = async () => {
      assert.equal((await fetch(url)).status, 405);
    };
    assert.equal((await run(args, terminal, { meanwhile })).exit, 0);
    await assert.rejects(fetch(url));
  });

  it('says which port is in use, and what is no port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { exit, finding } = await runJson(['emulator', '--port', String(port)], terminal);
    other.close();
    assert.deepEqual([exit, finding?.code], [1, 'port-in-use']);
    const wrong = await run(['emulator', '--port', '65536'], terminal);
    assert.equal(wrong.exit, 2);
    assert.match(wrong.err, /"65536" is no port/);
  });
});
