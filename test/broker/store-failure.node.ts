import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import {
  type Bucket,
  type BrokerOptions,
  memoryStore,
  type Store,
} from '../../src/broker/broker.js';
import { fakeClock } from './clock.js';
import { answerInProcess, site, times } from './site.js';
import { resetUpstream, upstream } from './upstream.js';

/** A store that several brokers share, and that does as it is told. */
function sharedStore() {
  let memory = memoryStore();
  const shared = {
    mode: 'up' as 'up' | 'throws' | 'rejects' | 'hangs' | 'lies',
    asked: 0,
    /** Settles what hangs. */
    settle: [] as (() => void)[],
    empty: () => void (memory = memoryStore()),
  };
  const work = (act: () => unknown): unknown => {
    shared.asked += 1;
    if (shared.mode === 'throws')
      throw new Error('connection to redis://:hunter2hunter2@10.0.0.5 lost');
    if (shared.mode === 'rejects') return Promise.reject(new Error('READONLY'));
    if (shared.mode === 'lies') return Promise.resolve('OK');
    if (shared.mode === 'hangs') {
      return new Promise((resolve) => shared.settle.push(() => resolve(act())));
    }
    return Promise.resolve(act());
  };
  const store: Store = {
    take: (buckets: readonly Bucket[]) => work(() => memory.take(buckets)) as never,
    giveBack: (keys, at) => work(() => memory.giveBack(keys, at)),
  };
  return { ...shared, shared, store };
}

describe('a broker whose store fails', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  let clock: ReturnType<typeof fakeClock>;
  beforeEach(resetUpstream);
  beforeEach(answerInProcess);
  beforeEach(() => {
    clock = fakeClock();
    // Nobody waits for the second in a test.
    const { setTimeout } = globalThis;
    mock.method(globalThis, 'setTimeout', (act: () => void, ms: number) =>
      setTimeout(act, ms === 1000 ? 1 : ms),
    );
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    clock.restore();
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled.splice(0), []);
  });

  const usual: Partial<BrokerOptions> = { limits: { perCaller: '3/min', total: '4/min' } };
  const byMemory: Partial<BrokerOptions> = { ...usual, onStoreFailure: 'memory' };

  for (const mode of ['throws', 'rejects', 'hangs', 'lies'] as const) {
    it(`that ${mode} keeps the limits in memory where the owner wants it so, who hears why (K17)`, async () => {
      const { store, shared } = sharedStore();
      const { ask, askTimes, events } = site({ ...byMemory, store });
      assert.equal((await ask()).code, 'minted');
      shared.mode = mode;
      assert.deepEqual(await askTimes(3), ['minted', 'minted', 'rate-limited']);
      const [first, ...rest] = events;
      assert.equal(first?.type, 'minted');
      assert.deepEqual(
        rest.map(({ type, code, status }) => `${type} ${code} ${status}`),
        [
          'store-failed store-failed 200',
          'minted minted 200',
          'store-failed store-failed 200',
          'minted minted 200',
          'refused rate-limited 429',
        ],
      );
      assert.match(rest[0]?.why ?? '', /^the limits are kept in memory: \w*Error: /);
      assert.doesNotMatch(JSON.stringify(events), /hunter2/);
    });

    it(`that ${mode} gives no token unless told otherwise, until it is back (K17)`, async () => {
      const { store, shared } = sharedStore();
      const { ask, askTimes, events } = site({ ...usual, store });
      shared.mode = mode;
      const { status, code } = await ask();
      assert.deepEqual([status, code], [503, 'store-unavailable']);
      assert.deepEqual(events[0]?.type, 'failed');
      assert.match(events[0]?.why ?? '', /the store of the limits failed: /);
      assert.equal(upstream.asked.length, 0);
      shared.mode = 'up';
      assert.deepEqual(await askTimes(4), [...times(3, 'minted'), 'rate-limited']);
    });
  }

  it('asks it again as soon as it is back (K17)', async () => {
    const { store, shared } = sharedStore();
    const [one, other] = [site({ ...byMemory, store }), site({ ...byMemory, store })];
    shared.mode = 'rejects';
    assert.equal((await one.ask({ address: '192.0.2.1' })).code, 'minted');
    shared.mode = 'up';
    for (const n of [2, 3, 4, 5]) {
      assert.equal((await other.ask({ address: `192.0.2.${n}` })).code, 'minted');
    }
    assert.equal((await one.ask({ address: '192.0.2.6' })).code, 'budget-spent');
  });

  it('gives no token over its limits, though the store has forgotten all of them (K17)', async () => {
    const { store, shared } = sharedStore();
    const { askTimes } = site({ ...byMemory, store });
    assert.deepEqual(await askTimes(3), times(3, 'minted'));
    shared.empty();
    assert.deepEqual(await askTimes(2), times(2, 'rate-limited'));
    shared.mode = 'rejects';
    assert.deepEqual(await askTimes(2), times(2, 'rate-limited'));
    clock.pass(60_000);
    assert.equal((await askTimes(1))[0], 'minted');
  });

  it('takes from the store nothing that it did not use itself (K17)', async () => {
    const { store, shared } = sharedStore();
    const [forgetful, other] = [site({ ...usual, store }), site({ ...usual, store })];
    await forgetful.askTimes(3);
    shared.empty();
    assert.deepEqual(await forgetful.askTimes(9), times(9, 'rate-limited'));
    for (const n of [1, 2, 3, 4]) {
      assert.equal((await other.ask({ address: `192.0.2.${n}` })).code, 'minted');
    }
  });

  it('gives the total back where the store was asked, and answers though that fails (K17)', async () => {
    const { store, shared } = sharedStore();
    const { ask } = site({ limits: { total: '1/min' }, store });
    upstream.status = 503;
    assert.equal((await ask()).code, 'upstream-failed');
    mock.method(globalThis, 'fetch', async () => {
      shared.mode = 'throws';
      return Response.json({}, { status: 503 });
    });
    assert.equal((await ask()).code, 'upstream-failed');
    shared.mode = 'up';
    assert.equal((await ask()).code, 'budget-spent');
  });

  it('does not pile up questions for one that hangs, and asks it once a second (K17)', async () => {
    const { store, shared } = sharedStore();
    const { ask, askTimes } = site({ limits: { perCaller: '99/min', total: '99/min' }, store });
    shared.mode = 'hangs';
    await askTimes(60);
    assert.equal(shared.asked, 50);
    clock.pass(1000);
    await askTimes(5);
    assert.equal(shared.asked, 51);
    shared.mode = 'up';
    for (const settle of shared.settle) settle();
    await ask();
    assert.equal(shared.asked, 52);
  });

  it('reads of it on the console, once an hour (K13, K17)', async () => {
    const error = mock.method(console, 'error', () => {});
    const { store, shared } = sharedStore();
    const { askTimes } = site({ ...byMemory, store, onEvent: undefined });
    shared.mode = 'rejects';
    await askTimes(3);
    const lines = error.mock.calls.map(({ arguments: words }) => words.join(' '));
    assert.deepEqual(lines, [
      'live-call broker: 200 store-failed: the limits are kept in memory: Error: READONLY',
    ]);
  });
});
