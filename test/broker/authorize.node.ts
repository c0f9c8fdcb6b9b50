import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Authorize, AuthorizeFacts } from '../../src/broker/broker.js';
import {
  apiKey,
  ask,
  closeUpstream,
  openUpstream,
  resetUpstream,
  ticket,
  upstream,
} from './upstream.js';

describe('authorize of the broker', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);

  for (const caller of [undefined, 'user-17']) {
    it(`lets ${caller ?? 'an unnamed caller'} through, and the owner hears who it was`, async () => {
      const authorize = async () => (caller === undefined ? true : { caller });
      const { response, events } = await ask({ options: { authorize } });
      assert.equal(response.status, 200);
      assert.equal(events[0]?.caller, caller);
    });
  }

  const lies: Record<string, unknown> = {
    false: false,
    undefined: undefined,
    null: null,
    0: 0,
    1: 1,
    'an empty text': '',
    'a text': 'no',
    "'true'": 'true',
    'a Response': new Response('', { status: 403 }),
    'a good Response': Response.json({ caller: 'user-17' }),
    'an object without a caller': { ok: true },
    'an empty caller': { caller: '' },
    'a blank caller': { caller: ' ' },
    'a caller that is no text': { caller: 17 },
    'a list': ['user-17'],
    'a Boolean object': Object(true) as unknown,
    'a function': () => true,
  };
  for (const [name, verdict] of Object.entries(lies)) {
    it(`takes ${name} for a no (K10)`, async () => {
      for (const given of [verdict, Promise.resolve(verdict)]) {
        const authorize = (() => given) as Authorize;
        const { response, answer, events } = await ask({ options: { authorize } });
        assert.equal(response.status, 403);
        assert.deepEqual(answer, { code: 'not-authorized', retryable: false });
        assert.match(events[0]?.why ?? '', /^authorize gave /);
        assert.equal(events[0]?.type, 'refused');
      }
      assert.equal(upstream.asked.length, 0);
    });
  }

  const failing: Record<string, Authorize> = {
    throws: () => {
      throw new Error(`database at ${apiKey} is down`);
    },
    rejects: () => Promise.reject(new TypeError('the database is down')),
    'throws no Error': () => Promise.reject(Object.create(null)),
    'throws nothing': () => Promise.reject(undefined),
    'gives a caller that throws': () => ({
      get caller(): string {
        throw new Error('is down');
      },
    }),
  };
  for (const [how, authorize] of Object.entries(failing)) {
    it(`gives no token, but the reason to the owner, when it ${how} (K10)`, async () => {
      const { response, answer, events } = await ask({ options: { authorize } });
      assert.equal(response.status, 500);
      assert.deepEqual(answer, { code: 'authorize-failed', retryable: true });
      assert.match(events[0]?.why ?? '', /authorize failed: (.*is down|object|undefined)$/);
      assert.equal(events[0]?.type, 'failed');
      assert.doesNotMatch(JSON.stringify(events), /AIza/);
      assert.equal(upstream.asked.length, 0);
    });
  }

  it(
    'is given up when it does not settle within 5 s (K10)',
    { timeout: 10_000 },
    async (context) => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      let isAsked: () => void = () => {};
      const asked = new Promise<void>((resolve) => (isAsked = resolve));
      const authorize = () => {
        isAsked();
        return new Promise<boolean>(() => {});
      };
      const refused = ask({ options: { authorize } });
      await asked;
      context.mock.timers.tick(5000);
      const { response, answer, events } = await refused;
      assert.equal(response.status, 504);
      assert.deepEqual(answer, { code: 'authorize-timeout', retryable: true });
      assert.match(events[0]?.why ?? '', /authorize did not settle within 5 s/);
      assert.equal(upstream.asked.length, 0);
    },
  );

  const factsOf = async (given: Parameters<typeof ask>[0]) => {
    const seen: AuthorizeFacts[] = [];
    const authorize: Authorize = (_, facts) => seen.push(facts) > 0;
    await ask({ ...given, options: { authorize } });
    return seen[0];
  };

  it('is told what the page sent, whether it resumes, and what the host says', async () => {
    const info = { env: 'mine' };
    const body = JSON.stringify({ captcha: 'c1', handle: 'h-1', ticket });
    assert.deepEqual(await factsOf({ body, info }), {
      body: { captcha: 'c1', handle: 'h-1', ticket },
      address: undefined,
      resumed: true,
      info,
    });
    assert.equal((await factsOf({ body: '{"handle":""}' }))?.resumed, false);
  });

  it('can read headers and body of the request itself', async () => {
    const authorize: Authorize = async (request) =>
      request.headers.get('authorization') === 'Bearer me' && (await request.text()) === '{"a":1}';
    const headers = { authorization: 'Bearer me' };
    const { response } = await ask({ headers, body: '{"a":1}', options: { authorize } });
    assert.equal(response.status, 200);
  });

  const hosts: Record<string, [info: unknown, address: string | undefined]> = {
    Deno: [{ remoteAddr: { transport: 'tcp', hostname: '192.0.2.7', port: 5 } }, '192.0.2.7'],
    Bun: [{ requestIP: () => ({ address: '2001:db8::7', family: 'IPv6' }) }, '2001:db8::7'],
    'Bun, too late': [{ requestIP: () => null }, undefined],
    'Node with @hono/node-server': [
      { incoming: { socket: { remoteAddress: '192.0.2.8' } } },
      '192.0.2.8',
    ],
    'a Unix socket': [{ incoming: { socket: {} }, remoteAddr: { path: '/run/x' } }, undefined],
    'an environment of Workers': [{ GEMINI_API_KEY: 'k', address: '192.0.2.9' }, undefined],
    nobody: [undefined, undefined],
    'a text': ['192.0.2.9', undefined],
    'a number for an address': [{ remoteAddr: { hostname: 7 } }, undefined],
    'a host that throws': [
      {
        requestIP: () => {
          throw new Error('over');
        },
      },
      undefined,
    ],
  };
  for (const [host, [info, address]] of Object.entries(hosts)) {
    it(`hears the address ${address} of ${host}, and believes no header (K10)`, async () => {
      const forged = { 'x-forwarded-for': '198.51.100.1', 'cf-connecting-ip': '198.51.100.1' };
      assert.equal((await factsOf({ info, headers: forged }))?.address, address);
    });
  }

  it('hears on Workers the address that Cloudflare writes (K10)', async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    const value = { userAgent: 'Cloudflare-Workers' };
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value });
    try {
      const headers = { 'cf-connecting-ip': '192.0.2.10' };
      assert.equal((await factsOf({ headers, info: {} }))?.address, '192.0.2.10');
    } finally {
      Reflect.deleteProperty(globalThis, 'navigator');
      if (before) Object.defineProperty(globalThis, 'navigator', before);
    }
  });
});
