import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { memoryStore, type BrokerOptions } from '../../src/broker/broker.js';
import { fakeClock } from './clock.js';
import { answerInProcess, site, times } from './site.js';
import { resetUpstream, ticketOf, upstream } from './upstream.js';

const MINUTE = 60_000;

describe('the limits of the broker', () => {
  let clock: ReturnType<typeof fakeClock>;
  beforeEach(resetUpstream);
  beforeEach(answerInProcess);
  beforeEach(() => void (clock = fakeClock()));
  afterEach(() => clock.restore());

  it('let one caller begin 5 calls in a minute and 30 in an hour, unless told otherwise (K15)', async () => {
    const { ask, askTimes } = site();
    const address = '192.0.2.1';
    assert.deepEqual(await askTimes(5, { address }), times(5, 'minted'));
    assert.deepEqual(await ask({ address }), {
      status: 429,
      code: 'rate-limited',
      ticket: '',
      retryAfter: 60,
    });
    for (let minute = 1; minute < 6; minute++) {
      clock.pass(MINUTE);
      assert.deepEqual(await askTimes(5, { address }), times(5, 'minted'));
    }
    clock.pass(MINUTE);
    assert.equal((await ask({ address })).retryAfter, 54 * 60);
    assert.equal((await ask({ address: '192.0.2.2' })).code, 'minted');
    assert.equal(upstream.asked.length, 31);
  });

  it('let all together begin 60 calls in a minute and 1,000 in a day (K15)', async () => {
    const { ask } = site();
    const codes: string[] = [];
    for (let n = 0; n < 61; n++) codes.push((await ask({ address: `192.0.2.${n}` })).code);
    assert.deepEqual(codes, [...times(60, 'minted'), 'budget-spent']);
    for (let n = 60; n < 1000; n++) {
      if (n % 60 === 0) clock.pass(MINUTE);
      await ask({ address: `198.51.${n >> 8}.${n & 255}` });
    }
    assert.equal(upstream.asked.length, 1000);
    clock.pass(MINUTE);
    const { code, retryAfter } = await ask({ address: '192.0.2.1' });
    assert.equal(code, 'budget-spent');
    assert.equal(retryAfter, (24 * 60 - 17) * 60);
    assert.equal(upstream.asked.length, 1000);
  });

  it('say to the second when a call can begin, and hold to it (K15)', async () => {
    const { ask } = site({ limits: { perCaller: '2/min' } });
    await ask();
    clock.pass(10_001);
    await ask();
    clock.pass(20_500);
    const { retryAfter } = await ask();
    assert.equal(retryAfter, 30);
    clock.pass(29_498);
    assert.equal((await ask()).retryAfter, 1);
    clock.pass(1);
    assert.equal((await ask()).code, 'minted');
    // The second call is 10 s younger: no window begins anew for both of them.
    assert.equal((await ask()).retryAfter, 11);
  });

  it('tell the one that lasts longest where two are reached (K15)', async () => {
    const { ask } = site({ limits: { perCaller: '1/min', total: '1/day' } });
    await ask();
    const { code, retryAfter } = await ask();
    assert.deepEqual([code, retryAfter], ['budget-spent', 24 * 3600]);
  });

  it('count all or nothing: who is refused takes nothing from the others (K15)', async () => {
    const { ask, askTimes } = site({ limits: { perCaller: '1/min', total: '3/min' } });
    await ask({ address: '192.0.2.1' });
    assert.deepEqual(await askTimes(50, { address: '192.0.2.1' }), times(50, 'rate-limited'));
    assert.equal((await ask({ address: '192.0.2.2' })).code, 'minted');
    assert.equal((await ask({ address: '192.0.2.3' })).code, 'minted');
    assert.deepEqual(await askTimes(50, { address: '192.0.2.4' }), times(50, 'budget-spent'));
    clock.pass(MINUTE);
    assert.equal((await ask({ address: '192.0.2.4' })).code, 'minted');
  });

  it('give the total back where Google mints nothing, and the caller nothing (K15)', async () => {
    const { ask } = site({ limits: { perCaller: '2/min', total: '2/min' } });
    upstream.status = 503;
    assert.equal((await ask({ address: '192.0.2.1' })).code, 'upstream-failed');
    assert.equal((await ask({ address: '192.0.2.1' })).code, 'upstream-failed');
    assert.equal((await ask({ address: '192.0.2.1' })).code, 'rate-limited');
    upstream.status = 200;
    for (const n of [2, 3]) assert.equal((await ask({ address: `192.0.2.${n}` })).code, 'minted');
    assert.equal((await ask({ address: '192.0.2.4' })).code, 'budget-spent');
  });

  it('count a further connection of a call apart, and let 30 a minute through (K15)', async () => {
    const { ask, askTimes } = site({ limits: { perCaller: '1/h', total: '1/h' } });
    const { ticket } = await ask({ address: '192.0.2.1' });
    const again = { address: '192.0.2.1', ticket, handle: 'h-1' };
    assert.deepEqual(await askTimes(31, again), [...times(30, 'minted'), 'rate-limited']);
    assert.equal((await ask({ ...again, ticket: await ticketOf() })).code, 'minted');
    assert.equal((await ask({ address: '192.0.2.1' })).code, 'rate-limited');
    clock.pass(MINUTE);
    assert.equal((await ask(again)).code, 'minted');
  });

  it('let a further connection through even where it came to nothing before (K15)', async () => {
    const { ask } = site({ limits: { perCall: '2/min' } });
    const ticket = await ticketOf();
    upstream.status = 503;
    await ask({ ticket });
    await ask({ ticket });
    upstream.status = 200;
    assert.equal((await ask({ ticket })).code, 'rate-limited');
  });

  it('count nothing of a request that is refused before (K15)', async () => {
    const limits = { perCaller: '1/day', total: '1/day' };
    const { ask } = site({ limits, authorize: (_, { body }) => !Object.hasOwn(body as {}, 'bad') });
    const bad: object = { bad: true };
    assert.equal((await ask({ headers: { origin: 'https://x.example' } })).code, 'origin-refused');
    assert.equal((await ask(bad)).code, 'not-authorized');
    assert.equal((await ask({ ticket: await ticketOf(undefined, -5) })).code, 'call-over');
    assert.equal((await ask()).code, 'minted');
    assert.equal((await ask()).status, 429);
  });

  it('go by the name that authorize gives, wherever it calls from (K15)', async () => {
    const authorize = (request: Request) => ({ caller: request.headers.get('x-user') ?? '?' });
    const { ask } = site({ limits: { perCaller: '1/min' }, authorize });
    const as = (user: string, address: string) => ask({ address, headers: { 'x-user': user } });
    assert.equal((await as('anna', '192.0.2.1')).code, 'minted');
    assert.equal((await as('anna', '192.0.2.2')).code, 'rate-limited');
    assert.equal((await as('bert', '192.0.2.1')).code, 'minted');
    // A name is no address, and names of any length are told apart.
    assert.equal((await as('192.0.2.1', '192.0.2.1')).code, 'minted');
    for (const end of ['a', 'b']) {
      assert.equal((await as('x'.repeat(3000) + end, '192.0.2.1')).code, 'minted');
      assert.equal((await as('x'.repeat(3000) + end, '192.0.2.1')).code, 'rate-limited');
    }
  });

  it('go by the address where authorize names nobody (K15)', async () => {
    const { ask } = site({ limits: { perCaller: '1/min' }, authorize: () => true });
    assert.equal((await ask({ address: '192.0.2.1' })).code, 'minted');
    assert.equal((await ask({ address: '192.0.2.1' })).code, 'rate-limited');
    assert.equal((await ask({ address: '192.0.2.2' })).code, 'minted');
  });

  it('take all addresses of a home for one caller (K15)', async () => {
    const { ask } = site({ limits: { perCaller: '1/min' } });
    assert.equal((await ask({ address: '2001:db8:1:2::1' })).code, 'minted');
    assert.equal((await ask({ address: '2001:DB8:1:2:ffff:ffff:ffff:ffff' })).code, 'rate-limited');
    assert.equal((await ask({ address: '2001:db8:1:3::1' })).code, 'minted');
    assert.equal((await ask({ address: '192.0.2.1' })).code, 'minted');
    assert.equal((await ask({ address: '::ffff:192.0.2.1' })).code, 'rate-limited');
    assert.equal((await ask({ address: '::ffff:c000:202' })).code, 'minted');
  });

  it('take all callers without an address for one, and say how to tell them apart (K13, K15)', async () => {
    const { ask, events } = site({ limits: { perCaller: '1/min' } });
    await ask();
    assert.equal((await ask()).code, 'rate-limited');
    assert.match(events[1]?.why ?? '', /address is unknown.*set trustProxy, or .* authorize/);
  });

  const proxied: Record<string, [trustProxy: number | undefined, list: string, same: string]> = {
    'without trustProxy': [undefined, '198.51.100.1', '198.51.100.2'],
    'with none': [0, '198.51.100.1', '198.51.100.2'],
    'with one, whatever the caller wrote': [1, '6.6.6.6, 198.51.100.1', '7.7.7.7,198.51.100.1'],
    'with two': [2, '6.6.6.6, 198.51.100.1, 10.0.0.1', '198.51.100.1, 10.0.0.2'],
    'with more than came by': [3, '198.51.100.1, 10.0.0.1', '198.51.100.1'],
    'with a port': [1, '198.51.100.1:4711', '198.51.100.1:4712'],
    'of IPv6 with a port': [1, '[2001:db8::1]:4711', '[2001:db8::2]'],
  };
  for (const [how, [trustProxy, list, same]] of Object.entries(proxied)) {
    it(`know a caller behind proxies: ${how} (K15)`, async () => {
      const { ask } = site({ limits: { perCaller: '1/min' }, trustProxy });
      const by = (forwarded: string) =>
        ask({ address: '10.0.0.9', headers: { 'x-forwarded-for': forwarded } });
      assert.equal((await by(list)).code, 'minted');
      assert.equal((await by(same)).code, 'rate-limited');
      const other = trustProxy ? 'minted' : 'rate-limited';
      assert.equal((await by('203.0.113.5, 203.0.113.5, 203.0.113.5')).code, other);
    });
  }

  it('name trustProxy to the owner where callers behind a proxy count as one (K13, K15)', async () => {
    const { ask, events } = site({ limits: { perCaller: '1/min' } });
    for (const n of [1, 2]) {
      await ask({ address: '10.0.0.9', headers: { 'x-forwarded-for': `198.51.100.${n}` } });
    }
    const [, { type, code, why } = {}] = events;
    assert.deepEqual([type, code], ['refused', 'rate-limited']);
    assert.match(why ?? '', /^limits\.perCaller is 1\/min, .*10\.0\.0\.9.*set trustProxy/);
  });

  it('tell the owner which one is reached, and by whom (K13, K15)', async () => {
    const { ask, events } = site({
      limits: { perCaller: '2/min', total: '2/day', perCall: '1/s' },
    });
    const { ticket } = await ask({ address: '192.0.2.1' });
    await ask({ ticket });
    await ask({ ticket });
    await ask({ address: '192.0.2.1' });
    await ask({ address: '192.0.2.2' });
    const whys = events.filter(({ type }) => type === 'refused').map(({ why }) => why);
    assert.match(whys[0] ?? '', /limits\.perCall is 1\/s, .*one call/);
    assert.match(whys[1] ?? '', /limits\.total is 2\/day/);
    assert.equal(events.length, 5);
  });

  it('are off by name only (K15)', async () => {
    const codes = async (limits: BrokerOptions['limits']) =>
      new Set(await site({ limits }).askTimes(35));
    assert.deepEqual(await codes(false), new Set(['minted']));
    assert.deepEqual(await codes({ perCaller: false }), new Set(['minted']));
    for (const limits of [undefined, {}, { total: false as const }, { perCaller: undefined }]) {
      assert.deepEqual(await codes(limits), new Set(['minted', 'rate-limited']));
    }
  });

  it('are one for the brokers that share a memory, if they are the same (K15)', async () => {
    const store = memoryStore();
    const [one, other, wider] = ['1/min', '1/min', '2/min'].map((perCaller) =>
      site({ store, limits: { perCaller } }),
    );
    assert.equal((await one!.ask()).code, 'minted');
    assert.equal((await other!.ask()).code, 'rate-limited');
    assert.deepEqual(await wider!.askTimes(3), ['minted', 'minted', 'rate-limited']);
  });

  it('do not move when the date is set (K15)', async () => {
    const { ask, askTimes } = site();
    await askTimes(5);
    for (const hours of [-48, 96, -24 * 365]) {
      clock.setDate(hours * 60 * MINUTE);
      assert.equal((await ask()).retryAfter, 60);
    }
    clock.pass(MINUTE);
    assert.deepEqual(await askTimes(6), [...times(5, 'minted'), 'rate-limited']);
  });

  const wrong = {
    limits: [
      true,
      '5/min',
      null,
      { perUser: '5/min' },
      { perCaller: '' },
      { perCaller: '5' },
      { perCaller: '5/minute' },
      { perCaller: '0/min' },
      { perCaller: '-1/min' },
      { perCaller: '1.5/min' },
      { perCaller: '5/min,30/h' },
      { perCaller: '5 / min' },
      { perCaller: '1000000/day' },
      { total: 1000 },
      { total: null },
      { perCall: true },
    ],
    maxCall: [0, -1, NaN, Infinity, '15 min', null, 0.5, 604_801],
    trustProxy: [-1, 1.5, true, NaN, '1'],
    onStoreFailure: ['', 'ignore', true],
    store: [{}, 'redis', { take: () => {} }],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      it(`do not start with ${name}: ${JSON.stringify(value)}, and name the setting (K15)`, () => {
        const start = () => site({ [name]: value });
        assert.throws(start, (error) => error instanceof TypeError && error.message.includes(name));
      });
    }
  }

  it('stand on the console once, in plain numbers (K13, K15)', () => {
    const info = mock.method(console, 'info', () => {});
    const lineOf = (options: Partial<BrokerOptions>) => {
      info.mock.resetCalls();
      site(options);
      site(options);
      return info.mock.calls.map(({ arguments: words }) => words.join(' '));
    };
    const line = (words: string) => [`live-call broker: ${words}`];
    const at = (total: string | false, maxCall: number) => lineOf({ limits: { total }, maxCall });
    assert.deepEqual(at('1000/day', 1800), line('at most 1,000 calls of 30 min a day: 500 h'));
    assert.deepEqual(at('60/min', 60), line('at most 86,400 calls of 1 min a day: 1,440 h'));
    assert.deepEqual(at('7/h 100/day', 90), line('at most 100 calls of 90 s a day: 2.5 h'));
    assert.deepEqual(at('3/day', 45), line('at most 3 calls of 45 s a day: 135 s'));
    assert.match(
      at(false, 1020)[0] ?? '',
      /any number of calls of 17 min .*nothing bounds the cost/,
    );
    assert.match(lineOf({ limits: false, maxCall: 960 })[0] ?? '', /nothing bounds the cost/);
  });
});
