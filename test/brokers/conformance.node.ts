import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { optionsOf } from '../../src/broker/hosts/settings.js';
import { type Profile, toSetup } from '../../src/broker/profile.js';
import {
  apiKey as usualKey,
  closeUpstream,
  openUpstream,
  origin,
  profile,
  resetUpstream,
  upstream,
} from '../broker/upstream.js';
import { type Answer, ask } from './ask.js';
import type { Running, Start } from './broker.js';
import { kinds } from './kinds.js';
import type { Part, Row } from './row.js';
import { phpSettings } from './rows/php-settings.js';
import { table } from './table.js';
import { readTicket, ticketFor } from './ticket.js';

/** `npm run brokers` names others. */
const names = (process.env['BROKERS'] ?? 'node').split(' ');

const limitMs = 20_000;

/** A PHP of 60 MB may take so long to be there, on a machine that is busy. */
const startLimitMs = 120_000;

for (const name of names) {
  const start = kinds[name];
  if (!start)
    throw new Error(`There is no broker ${name}; there are ${Object.keys(kinds).join(', ')}.`);
  describe(`the table of brokers on ${name}`, () => {
    before(openUpstream);
    after(closeUpstream);
    const parts = name.startsWith('php') ? [...table, ...phpSettings] : table;
    for (const part of parts) describe(part.name, () => runPart(part, start));
    it('lets exactly as many of a crowd through as the limit says', { timeout: startLimitMs }, () =>
      letCrowdIn(start),
    );
  });
}

function runPart({ settings, apiKey = usualKey, rows }: Part, start: Start): void {
  let starting: Promise<Running>;
  let broker: Running;
  let startedAt = 0;
  let latest = '';
  let seen = '';
  before(
    async () => {
      starting = start({ ...settings, baseUrl: upstream.url }, apiKey);
      broker = await starting;
      startedAt = Date.now();
    },
    { timeout: startLimitMs },
  );
  // One that comes too late would keep the process from its end.
  after(async () => (await starting).close());

  for (const row of rows) {
    it(row.name, { timeout: limitMs }, async () => {
      resetUpstream();
      Object.assign(upstream, row.live);
      const given = {
        own: new URL(broker.url).origin,
        latest,
        ticket: (seconds: number, key = usualKey) => ticketFor(key, seconds),
      };
      const {
        method,
        headers,
        body = '{}',
      } = typeof row.ask === 'function' ? row.ask(given) : (row.ask ?? {});
      const sent = { origin, 'content-type': 'application/json', ...headers };
      const askedAt = Date.now();
      const answer = await ask(broker.url, { ...(method && { method }), headers: sent, body });
      seen += JSON.stringify(answer);
      assert.equal(answer.status, row.status, answer.text);
      checkHeaders(answer, row, sent.origin);
      if (row.waitsAtMost !== undefined) checkWait(answer, row.waitsAtMost, startedAt);
      if (row.status === 200) {
        const { token, ticket, ...more } = JSON.parse(answer.text) as Record<string, string>;
        assert.deepEqual({ token, more }, { token: 'auth_tokens/abc', more: {} });
        latest = ticket ?? '';
        const seconds = row.seconds ?? settings.maxCall ?? 900;
        const { until } = readTicket(latest, apiKey);
        assert.ok(until <= Date.now() / 1000 + seconds, `the call lasts until ${until}`);
        if (!row.handle)
          assert.ok(until > askedAt / 1000 + seconds - 2, `the call lasts until ${until}`);
        checkAsked(optionsOf(settings).profile as Profile, apiKey, row.handle, askedAt, until);
      } else {
        const { code, retryable } = row;
        const body = code && method !== 'HEAD' ? JSON.stringify({ code, retryable }) : '';
        assert.equal(answer.text, body);
        assert.deepEqual(
          upstream.asked.map(({ path }) => path),
          row.live ? ['/v1beta/auth_tokens'] : [],
        );
      }
      if (row.why) await broker.log.until(row.why);
    });
  }

  it('shows its key to nobody', () => {
    for (const text of [seen, broker.log.text]) assert.doesNotMatch(text, /AIza|handle-\d/);
  });
}

/** All ask at once. */
async function letCrowdIn(start: Start): Promise<void> {
  resetUpstream();
  const limits = { perCaller: '1000/h', total: '10/day' };
  const settings = { ...profile, allowedOrigins: [origin], limits, baseUrl: upstream.url };
  const broker = await start(settings, usualKey);
  const headers = { origin, 'content-type': 'application/json' };
  const crowd = Array.from({ length: 40 }, () => ask(broker.url, { headers, body: '{}' }));
  const codes = (await Promise.all(crowd)).map(({ status, text }) =>
    status === 200 ? '' : (JSON.parse(text) as { code: string }).code,
  );
  await broker.close();
  assert.deepEqual(codes.sort(), [
    ...Array.from({ length: 10 }, () => ''),
    ...Array.from({ length: 30 }, () => 'budget-spent'),
  ]);
  assert.equal(upstream.asked.length, 10);
}

/** Exactly these headers of all that say something to a browser. */
function checkHeaders({ headers }: Answer, row: Row, origin: string | undefined): void {
  const said = Object.entries(headers).filter(([name]) =>
    /^(access-control-|cache-|vary|allow$|set-cookie|x-|content-type|location)/.test(name),
  );
  const { 'retry-after': retryAfter, ...further } = row.headers ?? {};
  const usual = {
    'cache-control': 'no-store',
    vary: 'origin',
    ...(origin && {
      'access-control-allow-origin': origin.toLowerCase(),
      'access-control-expose-headers': 'retry-after',
    }),
    ...(row.status !== 204 && { 'content-type': 'application/json' }),
  };
  const lower = Object.entries({ ...usual, ...further }).map(([name, value]) => [
    name,
    value?.toLowerCase(),
  ]);
  assert.deepEqual(
    Object.fromEntries(said.map(([name, value]) => [name, String(value).toLowerCase()])),
    Object.fromEntries(lower),
  );
  if (row.waitsAtMost === undefined) assert.equal(headers['retry-after'], retryAfter);
}

/** To the second: what is left of the time since the first call of the part, or a later one, was let through. */
function checkWait({ headers }: Answer, seconds: number, startedAt: number): void {
  const told = String(headers['retry-after']);
  assert.match(told, /^[1-9]\d*$/);
  const passed = (Date.now() - startedAt) / 1000;
  assert.ok(Number(told) <= seconds && Number(told) >= seconds - passed, `wait ${told} s`);
}

/** The broker has asked once, for what the element itself would send, and for no longer than the call may last. */
function checkAsked(profile: Profile, apiKey: string, handle = '', askedAt: number, until: number) {
  assert.deepEqual(
    upstream.asked.map(({ path, key }) => [path, key]),
    [['/v1beta/auth_tokens', apiKey]],
  );
  const { newSessionExpireTime, expireTime, ...body } = (upstream.asked[0]?.body ?? {}) as Record<
    string,
    string
  >;
  assert.deepEqual(body, { uses: 1, bidiGenerateContentSetup: toSetup(profile, handle) });
  for (const [time = '', seconds] of [
    [newSessionExpireTime, 60],
    [expireTime, 1800],
  ] as const) {
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const most = Math.min(Date.now() + seconds * 1000, until * 1000);
    const least = Math.min(askedAt + seconds * 1000 - 2, until * 1000);
    assert.ok(Date.parse(time) <= most && Date.parse(time) >= least, time);
  }
}
