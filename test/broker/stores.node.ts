import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bucket, redisStore, type Rule } from '../../src/broker/broker.js';
import { boundedStore } from '../../src/broker/bounded-store.js';
import { Limiter } from '../../src/broker/limiter.js';
import { MemoryStore } from '../../src/broker/memory-store.js';
import { Refusal } from '../../src/broker/refusal.js';
import { fakeClock } from './clock.js';

/** Says of each list of times what a store has to know, the plain and slow way. */
class Model {
  readonly #times = new Map<string, number[]>();

  /** How long each bucket is full: until so few of the latest are within the window that one more fits. */
  waits(buckets: readonly Bucket[], now: number): number[] {
    return buckets.map(({ key, rules }) => {
      const times = this.#times.get(key) ?? [];
      const fits = (at: number) =>
        rules.every(
          ({ count, windowMs }) => times.filter((time) => time + windowMs > at).length < count,
        );
      const ends = times.flatMap((time) => rules.map(({ windowMs }) => time + windowMs));
      return Math.min(...[now, ...ends].filter((at) => at >= now && fits(at))) - now;
    });
  }

  take(buckets: readonly Bucket[], now: number): void {
    for (const { key } of buckets) this.#times.set(key, [...(this.#times.get(key) ?? []), now]);
  }

  giveBack(key: string, at: number): void {
    const times = this.#times.get(key) ?? [];
    times.splice(times.lastIndexOf(at), 1);
  }
}

const minute = (count: number): Rule => ({ count, windowMs: 60_000 });
const bucket = (key: string, ...rules: Rule[]): Bucket => ({ key, rules });

const ruleOf = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  windowMs: fc.constantFrom(1000, 5000, 30_000),
});
const rulesOf = fc.array(ruleOf, { minLength: 1, maxLength: 3 });

type Step =
  | { readonly type: 'take'; readonly caller: number; readonly giveBack: boolean }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'setDate'; readonly ms: number };

const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('take' as const),
      caller: fc.integer({ min: 0, max: 3 }),
      giveBack: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 6000 }), fc.constantFrom(999, 1000, 1001, 30_000)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setDate' as const),
      ms: fc.integer({ min: -(10 ** 9), max: 10 ** 9 }),
    }),
  },
);

describe('the store of the limits in memory', () => {
  let clock: ReturnType<typeof fakeClock>;
  beforeEach(() => void (clock = fakeClock()));
  afterEach(() => clock.restore());

  it('does as the rules say, whatever happens in whatever order (K15)', () => {
    const run = (perCaller: Rule[], total: Rule[], steps: Step[]) => {
      const [store, model] = [new MemoryStore(), new Model()];
      for (const step of steps) {
        if (step.type === 'pass') clock.pass(step.ms);
        if (step.type === 'setDate') clock.setDate(step.ms);
        if (step.type !== 'take') continue;
        const buckets = [
          bucket(`perCaller:${step.caller}`, ...perCaller),
          bucket('total:', ...total),
        ];
        const { waitsMs, at } = store.take(buckets);
        assert.deepEqual(waitsMs, model.waits(buckets, clock.now()));
        if (waitsMs.some((ms) => ms > 0)) continue;
        model.take(buckets, clock.now());
        if (!step.giveBack) continue;
        store.giveBack(['total:'], at);
        model.giveBack('total:', clock.now());
      }
    };
    const steps = fc.array(stepOf, { maxLength: 60 });
    fc.assert(fc.property(rulesOf, rulesOf, steps, run), { numRuns: 500 });
  });

  const takes = (store: MemoryStore, key: string, rule = minute(1)) =>
    store.take([bucket(key, rule)]).waitsMs[0] === 0;

  it('holds 50,000 keys and forgets none of them that counts, so that nobody gets one over (K15)', () => {
    const store = new MemoryStore();
    let minted = 0;
    for (let n = 0; n < 60_000; n++) if (takes(store, `perCaller:${n}`)) minted += 1;
    assert.ok(store.size <= 50_000, `${store.size} keys`);
    assert.ok(minted >= 48_000);
    for (let n = 0; n < 60_000; n++) assert.equal(takes(store, `perCaller:${n}`), false);
  });

  it('still lets strangers through when it is full, a few, and forgets what counts no more (K15)', () => {
    const store = new MemoryStore();
    for (let n = 0; n < 48_000; n++) takes(store, `perCaller:${n}`, minute(5));
    const late = Array.from({ length: 20 }, (_, n) => `perCaller:late ${n}`);
    for (const key of late) assert.equal(takes(store, key, minute(5)), true);
    clock.pass(59_999);
    assert.equal(takes(store, 'perCaller:0'), false);
    clock.pass(1);
    // There is room again; those who were counted in a shared list are not forgotten for it.
    const tries = late.flatMap((key) =>
      Array.from({ length: 6 }, () => takes(store, key, minute(5))),
    );
    assert.ok(tries.filter(Boolean).length <= late.length * 5);
    assert.equal(takes(store, 'perCaller:0'), true);
    assert.ok(store.size < 100, `${store.size} keys`);
  });

  it('keeps the total apart when it is full (K15)', () => {
    const store = new MemoryStore();
    for (let n = 0; n < 48_000; n++) takes(store, `perCaller:${n}`);
    const total = minute(3);
    const tries = Array.from({ length: 5 }, () => takes(store, 'total:', total));
    assert.deepEqual(tries, [true, true, true, false, false]);
  });

  it('gives back what was counted in a shared list (K15)', () => {
    const store = new MemoryStore();
    for (let n = 0; n < 48_000; n++) takes(store, `perCaller:${n}`);
    assert.equal(takes(store, 'total:'), true);
    store.giveBack(['total:', 'perCaller:nobody'], clock.now());
    assert.equal(takes(store, 'total:'), true);
    assert.equal(takes(store, 'total:'), false);
  });

  it('takes up no room for those who are refused (K15)', () => {
    const store = new MemoryStore();
    const both = (n: number) => [bucket(`perCaller:${n}`, minute(5)), bucket('total:', minute(1))];
    for (let n = 0; n < 1000; n++) void store.take(both(n));
    assert.equal(store.size, 2);
  });
});

const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : String(error));

describe('two brokers with one store', () => {
  let clock: ReturnType<typeof fakeClock>;
  beforeEach(() => void (clock = fakeClock()));
  afterEach(() => clock.restore());

  it('never give one token over a limit, in whatever order the answers of the store come (K15)', async () => {
    const limits = { perCaller: '2/min', total: '5/min' };
    const caller = fc.integer({ min: 0, max: 3 });
    const callers = fc.array(caller, { minLength: 1, maxLength: 30 });
    const run = async (scheduler: fc.Scheduler, asking: number[]) => {
      const memory = new MemoryStore();
      const store = {
        take: (buckets: readonly Bucket[]) =>
          scheduler.schedule(Promise.resolve()).then(() => memory.take(buckets)),
        giveBack: (keys: readonly string[], at: number) =>
          scheduler.schedule(Promise.resolve()).then(() => memory.giveBack(keys, at)),
      };
      const brokers = [new Limiter({ limits, store }), new Limiter({ limits, store })];
      const minted = new Map<number, number>();
      const asked = asking.map(async (n, index) => {
        const counted = await brokers[index % 2]!.call({ key: `${n}`, who: '' }).catch(codeOf);
        if (typeof counted === 'string') return assert.match(counted, /rate-limited|budget-spent/);
        if (index % 7 === 3) return counted.giveBack();
        minted.set(n, (minted.get(n) ?? 0) + 1);
        return undefined;
      });
      await scheduler.waitFor(Promise.all(asked));
      const sum = [...minted.values()].reduce((one, other) => one + other, 0);
      assert.ok(sum <= 5 && Math.max(0, ...minted.values()) <= 2);
    };
    await fc.assert(fc.asyncProperty(fc.scheduler(), callers, run), { numRuns: 200 });
  });
});

describe('redisStore', () => {
  it('hands the script, its keys and its arguments to the client, all of them texts (K15)', async () => {
    const seen: unknown[][] = [];
    const store = redisStore((...given) => {
      seen.push(given);
      return ['1790000000000', '0', 7];
    }, 'shop');
    const buckets = [bucket('a:1', minute(2)), bucket('b:', minute(3), { count: 9, windowMs: 1 })];
    assert.deepEqual(await store.take(buckets), { waitsMs: [0, 7], at: 1_790_000_000_000 });
    await store.giveBack(['b:'], 1_790_000_000_000);
    assert.match(String(seen[0]?.[0]), /redis\.call/);
    assert.deepEqual(seen[0]?.slice(1), [
      ['{shop}:a:1', '{shop}:b:'],
      ['[[[2,60000]],[[3,60000],[9,1]]]'],
    ]);
    assert.deepEqual(seen[1]?.slice(1), [['{shop}:b:'], ['1790000000000']]);
  });

  for (const answer of [
    null,
    'OK',
    [],
    [1],
    [1, 2, 3],
    ['x', 0],
    [1, null, {}],
    [1, -5],
    [1, ''],
    [1, undefined],
    [NaN, 0],
  ]) {
    it(`takes ${JSON.stringify(answer)} for a failure and not for a yes (K15)`, async () => {
      const store = boundedStore(redisStore(() => answer));
      await assert.rejects(async () => store.take([bucket('a:1', minute(2))]), TypeError);
    });
  }

  it('needs a function', () => {
    assert.throws(() => redisStore(undefined as unknown as () => unknown), TypeError);
  });
});
