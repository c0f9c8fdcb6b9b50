import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { startEmulator } from '../../demo/emulator/server.js';
import { type BrokerOptions, createBroker } from '../../src/broker/broker.js';
import { liveUrl } from '../../src/live/live-url.js';

const apiKey = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';
const url = 'https://www.example.com/api/token';
const origin = 'https://www.example.com';
const profile = {
  model: 'gemini-3.8-live',
  voice: 'Kore',
  language: 'en-GB',
  instructions: 'Be brief.',
  config: { outputAudioTranscription: {}, responseModalities: ['TEXT'] },
};

/** The profile as the Live API reads it. */
const lockedSetup = {
  model: 'models/gemini-3.8-live',
  generationConfig: {
    responseModalities: ['AUDIO'],
    speechConfig: {
      voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } },
      languageCode: 'en-GB',
    },
  },
  systemInstruction: { parts: [{ text: 'Be brief.' }], role: 'user' },
  outputAudioTranscription: {},
};

/** Stands for the Live API: keeps what it was asked and answers as told. */
const upstream = {
  url: '',
  asked: [] as { path: string; key: string | undefined; body: unknown }[],
  status: 200,
  answer: {} as unknown,
  hang: false,
};

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text);
}

const server = createServer((request, response) => {
  void readBody(request).then((body) => {
    const key = request.headers['x-goog-api-key'];
    upstream.asked.push({ path: request.url ?? '', key: String(key), body });
    if (upstream.hang) return;
    response.writeHead(upstream.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(upstream.answer));
  });
});

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly body?: string | null;
  readonly options?: Partial<BrokerOptions>;
}

/** A request of a page of the broker's own origin, unless told otherwise. */
async function ask({ method = 'POST', headers, body = '{}', options }: Ask = {}) {
  const broker = createBroker({ apiKey, profile, baseUrl: upstream.url, ...options });
  const given = { origin, 'content-type': 'application/json', ...headers };
  const entries = Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]);
  const request = new Request(url, {
    method,
    headers: new Headers(entries),
    ...(method === 'POST' && { body }),
  });
  const response = await broker.fetch(request);
  const text = await response.text();
  return { response, text, answer: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

describe('the broker', () => {
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    Object.assign(upstream, {
      asked: [],
      status: 200,
      answer: { name: 'auth_tokens/abc' },
      hang: false,
    });
  });

  it('gives a page of its own origin a token', async () => {
    const { response, answer } = await ask();
    assert.equal(response.status, 200);
    assert.deepEqual(answer, { token: 'auth_tokens/abc' });
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('set-cookie'), null);
  });

  it('mints it for one call that begins within a minute, with every field locked', async () => {
    const before = Date.now();
    await ask();
    const [asked] = upstream.asked;
    assert.equal(asked?.path, '/v1beta/auth_tokens');
    assert.equal(asked.key, apiKey);
    const { newSessionExpireTime, expireTime, ...rest } = asked.body as Record<string, string>;
    const minutes = (time = '') => Math.round((Date.parse(time) - before) / 60_000);
    assert.deepEqual([minutes(newSessionExpireTime), minutes(expireTime)], [1, 30]);
    assert.deepEqual(rest, {
      uses: 1,
      bidiGenerateContentSetup: lockedSetup,
    });
  });

  it('asks the version of the API it was told', async () => {
    await ask({ options: { apiVersion: 'v1alpha' } });
    assert.equal(upstream.asked[0]?.path, '/v1alpha/auth_tokens');
  });

  it('lets the page change nothing about the call (H7)', async () => {
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

  it('takes a body of 2048 bytes and no more', async () => {
    const ofSize = (size: number) => JSON.stringify('x'.repeat(size - 2));
    assert.equal((await ask({ body: ofSize(2048) })).response.status, 200);
    assert.equal((await ask({ body: ofSize(2049) })).response.status, 413);
    const claimed = { 'content-length': '5000000' };
    assert.equal((await ask({ headers: claimed })).response.status, 413);
    assert.equal(upstream.asked.length, 1);
  });

  const strangers = [
    undefined,
    'null',
    'https://evil.example',
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://www.example.com.evil.example',
    'https://evilwww.example.com',
    'https://example.com',
    'https://www.example.com/',
    'HTTPS://WWW.EXAMPLE.COM',
  ];
  for (const stranger of strangers) {
    for (const allowedOrigins of [undefined, [origin]]) {
      it(`refuses Origin ${stranger}, ${allowedOrigins ? 'listed' : 'own'} origins allowed (H5)`, async () => {
        const options = allowedOrigins ? { allowedOrigins } : {};
        for (const method of ['POST', 'OPTIONS']) {
          const headers = { origin: stranger };
          const { response, answer } = await ask({ method, headers, options });
          assert.equal(response.status, 403);
          assert.deepEqual(answer, { code: 'origin-refused', retryable: false });
          assert.equal(response.headers.get('access-control-allow-origin'), null);
          assert.equal(response.headers.get('cache-control'), 'no-store');
        }
        assert.equal(upstream.asked.length, 0);
      });
    }
  }

  it('refuses what a browser says comes from another site (H5)', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const { response } = await ask({ headers: { 'sec-fetch-site': site } });
      assert.equal(response.status, 403);
    }
    const own = await ask({ headers: { 'sec-fetch-site': 'same-origin' } });
    assert.equal(own.response.status, 200);
  });

  it('lets pages of listed origins in, and says so to their browser (H5)', async () => {
    const options = { allowedOrigins: ['https://shop.example', 'https://www.shop.example'] };
    const headers = { origin: 'https://www.shop.example', 'sec-fetch-site': 'cross-site' };
    const preflight = await ask({ method: 'OPTIONS', headers, options });
    const { response } = await ask({ headers, options });
    assert.equal(preflight.response.status, 204);
    assert.equal(preflight.response.headers.get('access-control-allow-methods'), 'POST');
    assert.equal(preflight.response.headers.get('access-control-allow-headers'), 'content-type');
    assert.equal(preflight.response.headers.get('access-control-max-age'), '600');
    assert.equal(response.status, 200);
    for (const { headers } of [preflight.response, response]) {
      assert.equal(headers.get('access-control-allow-origin'), 'https://www.shop.example');
      assert.equal(headers.get('access-control-allow-credentials'), null);
      assert.match(headers.get('vary') ?? '', /\bOrigin\b/);
      assert.equal(headers.get('cache-control'), 'no-store');
    }
    assert.equal((await ask({ options })).response.status, 403);
  });

  it('asks authorize, which has the last word', async () => {
    const seen: string[] = [];
    const authorize = async (request: Request) => {
      seen.push(`${request.headers.get('authorization')} ${await request.text()}`);
      return false;
    };
    const headers = { authorization: 'Bearer me' };
    const { response, answer } = await ask({ headers, body: '{"a":1}', options: { authorize } });
    assert.equal(response.status, 403);
    assert.deepEqual(answer, { code: 'not-authorized', retryable: false });
    assert.deepEqual(seen, ['Bearer me {"a":1}']);
    assert.equal(upstream.asked.length, 0);
    const yes = await ask({ options: { authorize: () => true } });
    assert.equal(yes.response.status, 200);
  });

  it('gives no token when authorize throws', async () => {
    const authorize = () => {
      throw new Error(`database at ${apiKey} is down`);
    };
    const { response, answer } = await ask({ options: { authorize } });
    assert.equal(response.status, 500);
    assert.deepEqual(answer, { code: 'internal', retryable: true });
    assert.equal(upstream.asked.length, 0);
  });

  const failures = [
    { status: 400, code: 'upstream-failed', gives: 502, retryable: false },
    { status: 403, code: 'upstream-failed', gives: 502, retryable: false },
    { status: 429, code: 'upstream-busy', gives: 429, retryable: true },
    { status: 503, code: 'upstream-failed', gives: 502, retryable: true },
  ];
  for (const { status, code, gives, retryable } of failures) {
    it(`says no more than ${code} when the Live API answers ${status} (H8)`, async () => {
      upstream.status = status;
      upstream.answer = { error: { message: `API key ${apiKey} not valid.`, status: 'BAD' } };
      const errors: Error[] = [];
      const { response, text, answer } = await ask({
        options: { onError: (error) => errors.push(error) },
      });
      assert.equal(response.status, gives);
      assert.deepEqual(answer, { code, retryable });
      assert.doesNotMatch(text + JSON.stringify([...response.headers]), /AIza|not valid/);
      assert.equal(errors.length, 1);
      assert.match(String(errors[0]), /not valid/);
      assert.doesNotMatch(String(errors[0]?.stack) + JSON.stringify(errors), /AIza/);
      assert.equal(errors[0]?.cause, undefined);
    });
  }

  it('passes on nothing that is not a token', async () => {
    for (const answer of [{}, { name: apiKey }, { name: 7 }, null, []]) {
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

  it('mints what the Live API takes, and the page can change nothing about the call (H7)', async () => {
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

  it('answers on whatever path it is mounted', async () => {
    const broker = createBroker({ apiKey, profile, baseUrl: upstream.url });
    for (const path of ['/', '/a/b/c', '/token?x=1']) {
      const headers = { origin, 'content-type': 'application/json' };
      const request = new Request(origin + path, { method: 'POST', headers, body: '{}' });
      assert.equal((await broker.fetch(request)).status, 200);
    }
  });

  it('does not start without a key, a model or with an origin that cannot be one', () => {
    const start = (options: Partial<BrokerOptions>) => () =>
      createBroker({ apiKey, profile, ...options });
    assert.throws(start({ apiKey: '' }), TypeError);
    assert.throws(start({ profile: { model: '' } }), TypeError);
    for (const bad of ['*', 'null', 'https://a.example/', 'a.example', 'https://*.example', '']) {
      assert.throws(start({ allowedOrigins: [bad] }), /is no origin/);
    }
  });
});
