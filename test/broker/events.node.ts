import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it, mock, type TestContext } from 'node:test';
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
  upstream,
} from './upstream.js';

describe('the owner of the broker', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);
  after(() => mock.restoreAll());

  it('hears of each token (K13)', async () => {
    const authorize = () => ({ caller: 'user-17' });
    const { events } = await ask({ body: resuming, options: { authorize } });
    assert.equal(events.length, 1);
    const { ms, ...rest } = events[0]!;
    assert.ok(Number.isInteger(ms) && ms >= 0);
    assert.deepEqual(rest, {
      type: 'minted',
      status: 200,
      code: 'minted',
      why: '',
      caller: 'user-17',
      resumed: true,
    });
    assert.doesNotMatch(JSON.stringify(events), /h-1|auth_tokens|AIza|ticket/);
  });

  const refusals = {
    'method-not-allowed': [{ method: 'GET' }, 'refused', /GET is not POST/],
    'origin-refused': [
      { headers: { origin: 'https://x.example' } },
      'refused',
      /^https:\/\/x\.example is not in allowedOrigins$/,
    ],
    'unsupported-media-type': [
      { headers: { 'content-type': 'text/plain' } },
      'refused',
      /is text\/plain, not application\/json/,
    ],
    'invalid-body': [{ body: '{"handle":"h-1"' }, 'refused', /^the body is not JSON$/],
    'too-large': [{ body: ' '.repeat(9000) }, 'refused', /over 8192 bytes/],
    'not-authorized': [{ options: { authorize: () => false } }, 'refused', /authorize gave false/],
    'key-missing': [{ options: { apiKey: '' } }, 'failed', /apiKey is missing/],
    'upstream-failed': [
      { options: { baseUrl: 'http://127.0.0.1:1' } },
      'failed',
      /fetch failed, because of Error: bad port/,
    ],
  } as const;
  for (const [code, [given, type, why]] of Object.entries(refusals)) {
    it(`hears why it was ${code} (K13)`, async () => {
      const { response, answer, events } = await ask(given);
      assert.equal(answer['code'], code);
      assert.equal(events.length, 1);
      const [event] = events;
      assert.deepEqual(
        { type: event?.type, status: event?.status, code: event?.code },
        { type, status: response.status, code },
      );
      assert.match(event?.why ?? '', why);
      assert.doesNotMatch(JSON.stringify(events), /h-1|AIza/);
    });
  }

  const upstreams = {
    400: ['upstream-failed', /answered 400; check apiKey, profile and baseUrl: no model/],
    404: ['upstream-failed', /answered 404; check apiKey/],
    429: ['upstream-busy', /answered 429: no model/],
    503: ['upstream-failed', /answered 503: no model/],
  } as const;
  for (const [status, [code, why]] of Object.entries(upstreams)) {
    it(`hears what the Live API says with ${status}, and what to do (K13)`, async () => {
      Object.assign(upstream, {
        status: Number(status),
        answer: { error: { message: 'no model' } },
      });
      const { events } = await ask();
      assert.equal(events[0]?.type, 'failed');
      assert.equal(events[0].code, code);
      assert.match(events[0].why, why);
    });
  }

  /** What a broker without a hook says on the console when it is asked from each of `origins`. */
  async function heard(context: TestContext, origins: string[], options = {}) {
    const lines: string[] = [];
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      context.mock.method(console, level, (...words: unknown[]) =>
        lines.push(`${level}: ${words.join(' ')}`),
      );
    }
    const usual = { apiKey, profile, baseUrl: upstream.url, allowedOrigins: [origin] };
    const broker = createBroker({ ...usual, ...options });
    for (const from of origins) {
      const headers = { origin: from, 'content-type': 'application/json' };
      await broker.fetch(
        new Request(origin, { method: 'POST', headers, body: '{"handle":"h-1"}' }),
      );
    }
    context.mock.restoreAll();
    return lines;
  }

  it('reads a refused origin on the console, once, unless it has a hook (K13)', async (context) => {
    const www = 'https://www.example.org';
    const long = `https://${'preview-of-a-branch-'.repeat(3)}.example.org`;
    const line = (from: string) =>
      `warn: live-call broker: 403 origin-refused: ${from} is not in allowedOrigins`;
    assert.deepEqual(await heard(context, [www, long, www, origin, long]), [line(www), line(long)]);
    assert.deepEqual(await heard(context, [www], { onEvent: () => {} }), []);
  });

  it('reads a failure on the console, once an hour (K13)', async (context) => {
    upstream.status = 400;
    upstream.answer = { error: { message: `API key ${apiKey} of h-1 not\nvalid.` } };
    context.mock.timers.enable({ apis: ['Date'] });
    const usual = { apiKey, profile, baseUrl: upstream.url, allowedOrigins: [origin] };
    const lines: string[] = [];
    const ours = (line: string) => line.startsWith('live-call') && lines.push(line);
    context.mock.method(console, 'error', ours);
    const broker = createBroker(usual);
    for (const minutes of [0, 59, 2, 58]) {
      context.mock.timers.tick(minutes * 60_000);
      const headers = { origin, 'content-type': 'application/json' };
      await broker.fetch(
        new Request(origin, { method: 'POST', headers, body: '{"handle":"h-1"}' }),
      );
    }
    const line =
      'live-call broker: 502 upstream-failed: the Live API answered 400; check apiKey, profile and baseUrl: API key … of … not valid.';
    assert.deepEqual(lines, [line, line]);
  });

  it('finds the log no fuller after a flood, and failures in it all the same (K13)', async (context) => {
    const flood = Array.from({ length: 500 }, (_, i) => `https://${i}.example`);
    upstream.status = 503;
    const lines = await heard(context, [...flood, origin]);
    assert.equal(lines.length, 102);
    assert.match(lines[100] ?? '', /more is refused/);
    assert.match(lines[101] ?? '', /^error: .*503/);
  });

  it('reads one plain line, whatever a request holds (K13)', async (context) => {
    const odd = ['https://a\u001b[31m.example', 'https://\u0085b.example', 'x'.repeat(5000)];
    const lines = await heard(context, odd);
    assert.equal(lines.length, 3);
    for (const line of lines) {
      assert.match(line, /^warn: live-call broker: 403 origin-refused: /);
      assert.doesNotMatch(line, /\p{C}/u);
      assert.ok(line.length < 600);
    }
  });
});
