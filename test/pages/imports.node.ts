import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import type * as brokerModule from '../../src/broker/broker.js';
import { startEmulator } from '../../src/testing/emulator/server.js';

const dist = new URL('../../../dist/', import.meta.url).href;

describe('a server', () => {
  for (const entry of ['index', 'element', 'controller', 'broker']) {
    it(`G9 imports dist/${entry}.js and leaves nothing behind but what Lit does`, () => {
      const code = `
        const before = Object.getOwnPropertyNames(globalThis);
        const exported = Object.keys(await import('${dist}${entry}.js'));
        const added = Object.getOwnPropertyNames(globalThis)
          .filter((name) => !before.includes(name) && !/^(lit|reactive)|^customElements$/.test(name));
        const registered = !!globalThis.customElements?.get('live-call');
        console.log(JSON.stringify({ exported: exported.length > 0, added, registered }));`;
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module', '--eval', code],
        { encoding: 'utf8' },
      );
      assert.equal(stderr, '');
      assert.deepEqual(JSON.parse(stdout), { exported: true, added: [], registered: false });
      assert.equal(status, 0);
    });
  }

  it('mints a token with dist/broker.js', async () => {
    const emulator = await startEmulator();
    try {
      const { createBroker } = (await import(`${dist}broker.js`)) as typeof brokerModule;
      const origin = 'https://www.example.com';
      const broker = createBroker({
        apiKey: 'a-key',
        profile: { model: 'gemini-3.8-live' },
        baseUrl: emulator.url,
      });
      const answer = await broker.fetch(
        new Request(`${origin}/token`, {
          method: 'POST',
          headers: { origin, 'content-type': 'application/json' },
          body: '{}',
        }),
      );
      assert.equal(answer.status, 200);
      const { token } = (await answer.json()) as { token: string };
      assert.match(token, /^auth_tokens\/\w+/);
    } finally {
      await emulator.close();
    }
  });
});
