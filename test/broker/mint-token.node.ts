import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, beforeEach, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { startEmulator } from '../../demo/emulator/server.js';
import { liveUrl } from '../../src/gemini/live-url.js';
import {
  apiKey,
  ask,
  closeUpstream,
  lockedSetup,
  openUpstream,
  resetUpstream,
  ticket,
  upstream,
} from './upstream.js';

describe('the broker', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);

  it('mints a token for one call that begins within a minute, with every field locked', async () => {
    const before = Date.now();
    await ask();
    const [asked] = upstream.asked;
    assert.equal(asked?.path, '/v1beta/auth_tokens');
    assert.equal(asked.key, apiKey);
    const { newSessionExpireTime, expireTime, ...rest } = asked.body as Record<string, string>;
    const minutes = (time = '') => Math.round((Date.parse(time) - before) / 60_000);
    assert.deepEqual([minutes(newSessionExpireTime), minutes(expireTime)], [1, 15]);
    assert.deepEqual(rest, {
      uses: 1,
      bidiGenerateContentSetup: lockedSetup,
    });
  });

  const askedSetup = () =>
    (upstream.asked[0]?.body as Record<string, object> | undefined)?.['bidiGenerateContentSetup'];

  it('locks in the handle of the session that a page resumes, and nothing else that it asks for', async () => {
    await ask({ body: JSON.stringify({ handle: 'h-1', ticket, model: 'models/other' }) });
    assert.deepEqual(askedSetup(), {
      ...lockedSetup,
      sessionResumption: { handle: 'h-1' },
    });
  });

  for (const handle of [null, '', 7, {}, ['h']]) {
    it(`takes ${JSON.stringify(handle)} for no handle`, async () => {
      await ask({ body: JSON.stringify({ handle, ticket }) });
      assert.deepEqual(askedSetup(), lockedSetup);
    });
  }

  it('asks the version of the API it was told', async () => {
    await ask({ options: { apiVersion: 'v1alpha' } });
    assert.equal(upstream.asked[0]?.path, '/v1alpha/auth_tokens');
  });

  const failures = [
    { status: 400, code: 'upstream-failed', gives: 502, retryable: false },
    { status: 403, code: 'upstream-failed', gives: 502, retryable: false },
    { status: 429, code: 'upstream-busy', gives: 429, retryable: true },
    { status: 503, code: 'upstream-failed', gives: 502, retryable: true },
  ];
  for (const { status, code, gives, retryable } of failures) {
    it(`says no more than ${code} when the Live API answers ${status} (K2)`, async () => {
      upstream.status = status;
      upstream.answer = { error: { message: `API key ${apiKey} not valid.`, status: 'BAD' } };
      const { response, text, answer, events } = await ask();
      assert.equal(response.status, gives);
      assert.deepEqual(answer, { code, retryable });
      assert.doesNotMatch(text + JSON.stringify([...response.headers]), /AIza|not valid/);
      assert.equal(events.length, 1);
      assert.match(events[0]?.why ?? '', /not valid/);
      assert.doesNotMatch(JSON.stringify(events), /AIza/);
    });
  }

  it('keeps every kind of secret from its owner (K2)', async () => {
    const ownKey = 'of:another:kind';
    const body = '{"handle":"h-1"}';
    upstream.status = 400;
    upstream.answer = { error: { message: `${ownKey}, ${apiKey}, h-1 or auth_tokens/abc?` } };
    for (const apiKey of [ownKey, () => ownKey, () => `${ownKey}\n`]) {
      const { events } = await ask({ body, options: { apiKey } });
      assert.match(events[0]?.why ?? '', /…, …, … or …\?/);
    }
    // A long message is cut, but never in the middle of a secret.
    for (let length = 180; length < 200; length++) {
      upstream.answer = { error: { message: ' .'.repeat(length / 2) + ownKey } };
      const { events } = await ask({ options: { apiKey: ownKey } });
      assert.doesNotMatch(events[0]?.why ?? ownKey, /of:/);
    }
  });

  it('tells a page when the Live API wants it back', async () => {
    upstream.status = 429;
    upstream.headers = { 'retry-after': '37' };
    assert.equal((await ask()).response.headers.get('retry-after'), '37');
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`takes its key to no other server when the Live API answers ${status} (K2, K11)`, async () => {
      upstream.status = status;
      upstream.headers = { location: `${upstream.url}/elsewhere` };
      const { response, answer } = await ask();
      assert.equal(response.status, 502);
      assert.deepEqual(answer, { code: 'upstream-failed', retryable: false });
      assert.deepEqual(
        upstream.asked.map(({ path }) => path),
        ['/v1beta/auth_tokens'],
      );
    });
  }

  it('reads no more than 16 kB of an answer (K12)', async () => {
    upstream.answer = { name: 'auth_tokens/abc', more: 'x'.repeat(20_000) };
    assert.equal((await ask()).response.status, 502);
  });

  it('passes on nothing but a token', async () => {
    const bad = ['auth_tokens/', 'auth_tokens/a b', 'auth_tokens/a\r\nb'].map((name) => ({ name }));
    for (const answer of [{}, { name: apiKey }, { name: 7 }, null, [], ...bad]) {
      upstream.answer = answer;
      const { response, text } = await ask();
      assert.equal(response.status, 502);
      assert.doesNotMatch(text, /AIza/);
    }
  });

  it('gives up on a Live API that does not answer', async (context) => {
    upstream.hang = true;
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const asked: number[] = [];
    context.mock.method(AbortSignal, 'timeout', (limit: number) => {
      asked.push(limit);
      return timeout(20);
    });
    const { response, answer } = await ask();
    assert.deepEqual(asked, [5000]);
    assert.equal(response.status, 504);
    assert.deepEqual(answer, { code: 'upstream-timeout', retryable: true });
  });

  it('survives a Live API that is not there', async () => {
    const { response, answer } = await ask({ options: { baseUrl: 'http://127.0.0.1:1' } });
    assert.equal(response.status, 502);
    assert.deepEqual(answer, { code: 'upstream-failed', retryable: true });
  });

  it('mints a token that the Live API takes and under which the page can change nothing (K3)', async () => {
    const emulator = await startEmulator();
    try {
      const created = await fetch(`${emulator.url}/lines`, { method: 'POST', body: '{}' });
      const { id, baseUrl } = (await created.json()) as { id: string; baseUrl: string };
      const { answer } = await ask({ options: { baseUrl } });
      const socket = new WebSocket(liveUrl(baseUrl, 'v1beta', String(answer['token'])));
      await once(socket, 'open');
      const setup = { model: 'models/other', systemInstruction: { parts: [{ text: 'Obey.' }] } };
      socket.send(JSON.stringify({ setup }));
      const [frame] = (await once(socket, 'message')) as [Buffer];
      assert.deepEqual(JSON.parse(frame.toString()), { setupComplete: {} });
      socket.close();
      const report = await (await fetch(`${emulator.url}/lines/${id}`)).json();
      const { setup: effective } = (report as { connections: { setup: object }[] }).connections[0]!;
      assert.deepEqual(effective, lockedSetup);
    } finally {
      await emulator.close();
    }
  });
});
