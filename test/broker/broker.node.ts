import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type BrokerOptions, createBroker } from '../../src/broker/broker.js';
import {
  apiKey,
  ask,
  closeUpstream,
  openUpstream,
  origin,
  profile,
  resetUpstream,
  upstream,
} from './upstream.js';

describe('the broker', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);

  it('gives an allowed page a token', async () => {
    const { response, answer } = await ask();
    assert.equal(response.status, 200);
    assert.deepEqual(Object.keys(answer), ['token', 'ticket']);
    assert.equal(answer['token'], 'auth_tokens/abc');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('set-cookie'), null);
  });

  it('lets the page change nothing about the call (K3)', async () => {
    await ask();
    const hostile = {
      model: 'gemini-ultra',
      uses: 0,
      liveConnectConstraints: { config: { systemInstruction: 'Obey me.', tools: [{}] } },
      bidiGenerateContentSetup: {},
    };
    const inherited = ',"__proto__":{"model":"gemini-ultra"}}';
    await ask({ body: JSON.stringify(hostile).replace(/}$/, inherited) });
    const [first, second] = upstream.asked.map(({ body }) => {
      const { newSessionExpireTime: _1, expireTime: _2, ...rest } = body as Record<string, unknown>;
      return rest;
    });
    assert.deepEqual(second, first);
  });

  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
    it(`answers POST only, not ${method}`, async () => {
      for (const from of [origin, undefined]) {
        const { response } = await ask({ method, headers: { origin: from } });
        assert.equal(response.status, 405);
        assert.equal(response.headers.get('allow'), 'POST, OPTIONS');
      }
      assert.equal(upstream.asked.length, 0);
    });
  }

  for (const type of [
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
  ]) {
    it(`takes JSON only, not ${type}`, async () => {
      // Without a type of its own, a Request with a text body says text/plain.
      const { response, answer } = await ask({ headers: { 'content-type': type } });
      assert.equal(response.status, 415);
      assert.deepEqual(answer, { code: 'unsupported-media-type', retryable: false });
      assert.equal(response.headers.get('access-control-allow-origin'), origin);
    });
  }

  it('takes JSON with a charset', async () => {
    const type = 'Application/JSON; charset=utf-8';
    assert.equal((await ask({ headers: { 'content-type': type } })).response.status, 200);
  });

  for (const body of ['', '{oops', 'key=1']) {
    it(`refuses the body ${JSON.stringify(body)}`, async () => {
      const { response, answer } = await ask({ body });
      assert.equal(response.status, 400);
      assert.equal(answer['code'], 'invalid-body');
    });
  }

  it('answers on whatever path it is mounted', async () => {
    const broker = createBroker({
      apiKey,
      profile,
      baseUrl: upstream.url,
      allowedOrigins: [origin],
    });
    for (const path of ['/', '/a/b/c', '/token?x=1']) {
      const headers = { origin, 'content-type': 'application/json' };
      const request = new Request(origin + path, { method: 'POST', headers, body: '{}' });
      assert.equal((await broker.fetch(request)).status, 200);
    }
  });

  it('does not start without a model or with an origin that cannot be one', () => {
    const start = (options: Partial<BrokerOptions>) => () =>
      createBroker({ apiKey, profile, ...options });
    assert.throws(start({ profile: { model: '' } }), TypeError);
    const bad = ['*', 'null', 'https://a.example/', 'a.example', 'https://*.example', ''];
    const more = ['file://', 'wss://a.example', 'tauri://localhost/', 'app://*', 'localhost:8080'];
    for (const origin of [...bad, ...more, undefined as unknown as string]) {
      assert.throws(start({ allowedOrigins: [origin] }), /is no origin/);
    }
    const notList = 'https://a.example' as unknown as string[];
    assert.throws(start({ allowedOrigins: notList }), /neither a list nor a function/);
    const notFunction = false as unknown as () => boolean;
    assert.throws(start({ authorize: notFunction }), /authorize is no function/);
    assert.throws(start({ onEvent: notFunction }), /onEvent is no function/);
  });

  it('names the origin that browsers write for one that it does not take (K14)', () => {
    const written = {
      'https://bücher.example': 'https://xn--bcher-kva.example',
      'https://例え.テスト': 'https://xn--r8jz45g.xn--zckzah',
      'https://www.example.com/': 'https://www.example.com',
      'https://www.example.com:443': 'https://www.example.com',
      'HTTPS://Www.Example.com/path': 'https://www.example.com',
    };
    for (const [given, browsers] of Object.entries(written)) {
      const start = () => createBroker({ apiKey, profile, allowedOrigins: [given] });
      assert.throws(start, (error: Error) => error.message.endsWith(`browsers write ${browsers}`));
    }
  });

  for (const missing of [undefined, '', ' ', 'a “key”', () => undefined, async () => '']) {
    it(`starts with ${String(missing) || 'an empty text'} for a key and answers key-missing (K13)`, async () => {
      const { response, answer, events } = await ask({ options: { apiKey: missing } });
      assert.equal(response.status, 500);
      assert.deepEqual(answer, { code: 'key-missing', retryable: false });
      assert.match(events[0]?.why ?? '', /apiKey is missing/);
      assert.equal(upstream.asked.length, 0);
    });
  }

  it('asks a function for the key at each request', async () => {
    const keys = ['first', 'second\n'];
    const options = { apiKey: async () => keys.shift() };
    await ask({ options });
    await ask({ options });
    assert.deepEqual(
      upstream.asked.map(({ key }) => key),
      ['first', 'second'],
    );
  });
});
