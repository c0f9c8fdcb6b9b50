import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { AllowedOrigins, BrokerOptions } from '../../src/broker/broker.js';
import { ask, closeUpstream, openUpstream, origin, resetUpstream, upstream } from './upstream.js';

const fails = (text: string) => () => {
  throw new Error(text);
};
const rejects = (text: string) => () => Promise.reject(new Error(text));

/** Throws as soon as somebody looks whether it is a promise. */
const odd = new Proxy({}, { get: fails('odd') });

describe('a function of the owner of the broker', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);
  before(() => void process.on('unhandledRejection', note));
  after(() => {
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled, []);
  });

  const judges: Record<string, [judge: () => unknown, why: RegExp]> = {
    'throws in allowedOrigins': [fails('no table'), /allowedOrigins failed: Error: no table/],
    'rejects in allowedOrigins': [rejects('no table'), /but object; it must answer at once/],
    'promises true in allowedOrigins': [async () => true, /must answer at once/],
    'gives a text in allowedOrigins': [() => 'yes', /neither true nor false, but string/],
    'gives nothing in allowedOrigins': [() => undefined, /but undefined/],
    'gives an object that throws in allowedOrigins': [
      () => odd,
      /neither true nor false, but object/,
    ],
  };
  for (const [how, [judge, why]] of Object.entries(judges)) {
    it(`that ${how} lets nobody in, and the owner reads why (K10)`, async () => {
      const options = { allowedOrigins: judge as AllowedOrigins };
      const { response, answer, events } = await ask({ options });
      assert.equal(response.status, 403);
      assert.deepEqual(answer, { code: 'origin-refused', retryable: false });
      assert.match(events[0]?.why ?? '', why);
      assert.ok(events[0]?.why.startsWith(origin));
      assert.equal(upstream.asked.length, 0);
    });
  }

  for (const [how, apiKey] of Object.entries({
    throws: fails('no vault'),
    rejects: rejects('no vault'),
  })) {
    it(`that ${how} instead of giving the key is named to the owner (K10)`, async () => {
      const { response, answer, events } = await ask({ options: { apiKey } });
      assert.equal(response.status, 500);
      assert.deepEqual(answer, { code: 'key-failed', retryable: true });
      assert.equal(events[0]?.why, 'apiKey failed: Error: no vault');
    });
  }

  it('that gives something else than a text for a key counts as none (K10)', async () => {
    for (const key of [7, {}, ['k'], Symbol('k')]) {
      const options = { apiKey: (() => key) as unknown as () => string };
      assert.equal((await ask({ options })).answer['code'], 'key-missing');
    }
  });

  it(
    'that never gives the key is given up after 5 s (K10)',
    { timeout: 10_000 },
    async (context) => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      let isAsked: () => void = () => {};
      const asked = new Promise<void>((resolve) => (isAsked = resolve));
      const apiKey = () => {
        isAsked();
        return new Promise<string>(() => {});
      };
      const refused = ask({ options: { apiKey } });
      await asked;
      context.mock.timers.tick(5000);
      const { response, answer, events } = await refused;
      assert.equal(response.status, 504);
      assert.deepEqual(answer, { code: 'key-timeout', retryable: true });
      assert.match(events[0]?.why ?? '', /apiKey did not settle within 5 s/);
    },
  );

  const listeners: Record<string, BrokerOptions['onEvent']> = {
    throws: fails('the log is full'),
    rejects: rejects('the log is full'),
    'never settles': () => new Promise(() => {}),
    'gives an object that throws': () => odd,
    'changes the event': (event) => Object.assign(event, { code: 'mine', status: 1 }),
  };
  for (const [how, onEvent] of Object.entries(listeners)) {
    it(`that ${how} in onEvent changes no answer (K10)`, async () => {
      assert.equal((await ask({ options: { onEvent } })).response.status, 200);
      upstream.status = 503;
      const { response, answer } = await ask({ options: { onEvent } });
      assert.equal(response.status, 502);
      assert.deepEqual(answer, { code: 'upstream-failed', retryable: true });
      assert.equal((await ask({ body: '{', options: { onEvent } })).response.status, 400);
    });
  }
});
