import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createBroker } from '../../src/broker/broker.js';
import {
  apiKey,
  ask,
  closeUpstream,
  openUpstream,
  origin,
  profile,
  resetUpstream,
  resuming,
  ticket,
  upstream,
} from './upstream.js';

const ofSize = (size: number) => JSON.stringify('x'.repeat(size - 2));

/** A body that gives `text` piece by piece, and notes how it ends. */
function stream(text: string, then: 'end' | 'nothing' | 'error') {
  const seen = { cancelled: false, asked: () => {} };
  const isAsked = new Promise<void>((resolve) => (seen.asked = resolve));
  const pieces = text.match(/.{1,1000}/gs) ?? [];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece !== undefined) return controller.enqueue(new TextEncoder().encode(piece));
      seen.asked();
      if (then === 'end') controller.close();
      if (then === 'error') controller.error(new Error('reset'));
      return undefined;
    },
    cancel: () => void (seen.cancelled = true),
  });
  return { body, seen, isAsked };
}

describe('the body of a request to the broker', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);

  it('may be 8192 bytes long and no longer (K12)', async () => {
    assert.equal((await ask({ body: ofSize(8192) })).response.status, 200);
    const { response, answer } = await ask({ body: ofSize(8193) });
    assert.equal(response.status, 413);
    assert.deepEqual(answer, { code: 'too-large', retryable: false });
    const claimed = { 'content-length': '5000000' };
    assert.equal((await ask({ headers: claimed })).response.status, 413);
    // 8192 characters, but more bytes.
    assert.equal((await ask({ body: JSON.stringify('ü'.repeat(8190)) })).response.status, 413);
    assert.equal(upstream.asked.length, 1);
  });

  it('is read no further once it is too long (K12)', async () => {
    const { body, seen } = stream(ofSize(100_000), 'nothing');
    assert.equal((await ask({ body })).response.status, 413);
    assert.equal(seen.cancelled, true);
  });

  for (const sent of ['', ' ', '{"captcha":"'.padEnd(5000, 'x')]) {
    it(
      `is given up after 5 s when it stops after ${sent.length} bytes (K12)`,
      { timeout: 10_000 },
      async (context) => {
        context.mock.timers.enable({ apis: ['setTimeout'] });
        const { body, seen, isAsked } = stream(sent, 'nothing');
        const refused = ask({ body });
        await isAsked;
        context.mock.timers.tick(5000);
        const { response, answer, events } = await refused;
        assert.equal(response.status, 408);
        assert.deepEqual(answer, { code: 'too-slow', retryable: true });
        assert.equal(events[0]?.why, 'the body did not arrive within 5 s');
        assert.equal(seen.cancelled, true);
        assert.equal(upstream.asked.length, 0);
      },
    );
  }

  it(
    'is given up after 5 s when it comes at a byte a second (K12)',
    { timeout: 10_000 },
    async (context) => {
      context.mock.timers.enable({ apis: ['setTimeout'] });
      let cancelled = false;
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) =>
          new Promise<void>((resolve) => {
            setTimeout(() => {
              if (!cancelled) controller.enqueue(new Uint8Array([32]));
              resolve();
            }, 1000);
          }),
        cancel: () => void (cancelled = true),
      });
      let answered = false;
      const refused = ask({ body }).finally(() => (answered = true));
      for (let second = 0; !answered && second < 60; second++) {
        context.mock.timers.tick(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal((await refused).response.status, 408);
      assert.equal(cancelled, true);
    },
  );

  it('is no JSON where it breaks off, and that is nobody’s failure (K12)', async () => {
    const { body } = stream('{"handle":', 'error');
    const { response, answer, events } = await ask({ body });
    assert.equal(response.status, 400);
    assert.deepEqual(answer, { code: 'invalid-body', retryable: false });
    assert.equal(events[0]?.why, 'the body broke off');
  });

  it('may be taken in pieces', async () => {
    const { body } = stream(ofSize(8192), 'end');
    assert.equal((await ask({ body })).response.status, 200);
  });

  const send = async (spoil: (request: Request) => unknown, info?: unknown) => {
    const whys: string[] = [];
    const onEvent = ({ why }: { why: string }) => whys.push(why);
    const usual = { apiKey, profile, baseUrl: upstream.url, allowedOrigins: [origin] };
    const headers = { origin, 'content-type': 'application/json' };
    const request = new Request(origin, { method: 'POST', headers, body: resuming });
    await spoil(request);
    const response = await createBroker({ ...usual, onEvent }).fetch(request, info);
    return { response, why: whys[0] ?? '' };
  };
  const spoilt: Record<string, (request: Request) => unknown> = {
    'has been read': (request) => request.text(),
    'is being read': (request) => request.body?.getReader(),
    'was cancelled': (request) => request.body?.cancel(),
  };
  for (const [how, spoil] of Object.entries(spoilt)) {
    it(`that ${how} before the broker got it is named to the owner, and may be given parsed (K14)`, async () => {
      const { response, why } = await send(spoil);
      assert.equal(response.status, 500);
      assert.deepEqual(await response.json(), { code: 'body-used', retryable: false });
      assert.match(why, /has read the body/);
      const given = await send(spoil, { incoming: { body: { handle: 'h-2', ticket } } });
      assert.equal(given.response.status, 200);
      assert.match(JSON.stringify(upstream.asked[0]?.body), /"handle":"h-2"/);
    });
  }

  it('counts before one that the host left unread (K14)', async () => {
    const { response } = await send(() => {}, { incoming: { body: {} } });
    assert.equal(response.status, 200);
    assert.match(JSON.stringify(upstream.asked[0]?.body), /"handle":"h-1"/);
  });
});
