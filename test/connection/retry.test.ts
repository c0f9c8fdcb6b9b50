import { expect } from '@open-wc/testing';
import { FIRST_OPEN, Retry } from '../../src/connection/retry.js';
import { FakeClock } from '../helpers/fake-clock.js';

const CALLERS = 1000;

/** A generator of numbers from 0 to 1 that draws the same ones each time (mulberry32). */
function draw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** When callers who lost their connection at 0 ms try to have it back, in ms of a clock that nobody waits for. */
async function attempts(tries: (time: number) => boolean, retryAfter = 0): Promise<number[][]> {
  const real = { setTimeout: globalThis.setTimeout, random: Math.random };
  let now = 0;
  // A caller has one timer at a time, so that time can go where it is due.
  globalThis.setTimeout = ((ring: () => void, ms: number) => {
    now += ms;
    queueMicrotask(ring);
  }) as unknown as typeof setTimeout;
  Math.random = draw(18);
  try {
    const all: number[][] = [];
    for (let caller = 0; caller < CALLERS; caller++) {
      const retry = new Retry();
      const times: number[] = [];
      now = 0;
      retry.lost();
      while (await retry.next(never, retryAfter)) {
        times.push(now);
        if (!tries(now)) break;
      }
      all.push(times);
    }
    return all;
  } finally {
    globalThis.setTimeout = real.setTimeout;
    Math.random = real.random;
  }
}

const never = new AbortController().signal;

/** The most that fall into one window of `ms`. */
function busiest(times: readonly number[], ms: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  let first = 0;
  return Math.max(
    ...sorted.map((time, last) => {
      while (sorted[first]! <= time - ms) first++;
      return last - first + 1;
    }),
  );
}

describe('a thousand callers who lose the same server', () => {
  it('E18 spread their first and later attempts by chance', async () => {
    const all = await attempts(() => true);
    for (let attempt = 0; attempt < 10; attempt++) {
      const wave = all.map((times) => times[attempt]!);
      expect(busiest(wave, 100), `attempt ${attempt}`).to.be.at.most(0.3 * CALLERS);
    }
    expect(busiest(all.flat(), 100)).to.be.at.most(0.4 * CALLERS);
  });

  it('E18 are all back after an outage of ten seconds, at most a twentieth of them in any tenth of a second', async () => {
    const all = await attempts((time) => time < 10_000);
    const back = all.map((times) => times.at(-1)!);
    expect(Math.min(...back)).to.be.at.least(10_000);
    expect(busiest(back, 100)).to.be.at.most(CALLERS / 20);
  });

  it('E18 wait as long as the server asks, and spread after that', async () => {
    const all = await attempts(() => false, 5000);
    const first = all.map(([time]) => time!);
    expect(Math.min(...first)).to.be.at.least(5000);
    expect(busiest(first, 100)).to.be.at.most(0.3 * CALLERS);
  });
});

describe('the retry of a lost session', () => {
  const real = { setTimeout, clearTimeout, random: Math.random, now: performance.now };
  /** All waits are multiples of it, in ms, where chance is 0 or 1. */
  const STEP = 250;
  let clock: FakeClock;
  let chance: number;
  let timers: { running: number; stopped: number };

  beforeEach(() => {
    clock = new FakeClock();
    chance = 0;
    timers = { running: 0, stopped: 0 };
    globalThis.setTimeout = ((ring: () => void, ms: number) => {
      timers.running++;
      return clock.after(ms, ring);
    }) as unknown as typeof setTimeout;
    globalThis.clearTimeout = ((cancel: () => void) => {
      timers.running--;
      timers.stopped++;
      cancel();
    }) as unknown as typeof clearTimeout;
    Math.random = () => chance;
    performance.now = () => clock.now();
  });
  afterEach(() => {
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
    Math.random = real.random;
    performance.now = real.now;
  });

  /** Waits for the next attempt and lets things happen `at` their time; tells after how many ms it comes, or 'gives up'. */
  async function next(
    retry: Retry,
    { at = {}, signal = never, atLeast = 0 }: Partial<Meanwhile> = {},
  ): Promise<number | 'gives up'> {
    const begin = clock.now();
    let attempt: boolean | undefined;
    void retry.next(signal, atLeast).then((answer) => (attempt = answer));
    for (let ms = 0; ; ms += STEP) {
      at[ms]?.();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      if (attempt !== undefined) return attempt ? clock.now() - begin : 'gives up';
      if (ms > 100_000) throw new Error('waits for ever');
      clock.pass(STEP);
    }
  }

  const online = () => dispatchEvent(new Event('online'));

  it('E1 tries ten times, after longer and longer waits, and then gives up', async () => {
    const longest = [500, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 'gives up'];
    const shortest = [0, 250, 500, 1000, 2000, 4000, 4000, 4000, 4000, 4000, 'gives up'];
    for (const waits of [longest, shortest]) {
      const retry = new Retry();
      for (const wait of waits) expect(await next(retry)).to.equal(wait);
      chance = 1;
    }
  });

  it('E17 counts its attempts anew only after a session that held for more than ten seconds', async () => {
    for (const [held, wait] of [
      [10_000, 1000],
      [10_001, 500],
    ] as const) {
      const retry = new Retry();
      await next(retry);
      await next(retry);
      retry.opened();
      clock.pass(held);
      retry.lost();
      expect(await next(retry), `held for ${held} ms`).to.equal(wait);
    }
  });

  it('E5 tries at once when the network is back', async () => {
    expect(await next(new Retry(), { at: { 250: online } })).to.equal(250);
  });

  it('D7 waits as long as the server asked, even if the network comes back', async () => {
    const retry = new Retry();
    expect(await next(retry, { atLeast: 5000, at: { 1000: online } })).to.equal(5500);
    expect(await next(retry, { atLeast: 5000, at: { 5250: online } })).to.equal(5250);
  });

  it('D7 gives up when the server asks for more than a minute', async () => {
    const retry = new Retry();
    expect(await next(retry, { atLeast: 60_000 })).to.equal(60_500);
    expect(await next(retry, { atLeast: 60_001 })).to.equal('gives up');
    expect(timers.running).to.equal(0);
  });

  it('D11 tries three times for a call that begins', async () => {
    const retry = new Retry(FIRST_OPEN);
    for (const wait of [500, 500, 1000, 'gives up']) expect(await next(retry)).to.equal(wait);
    expect(timers.running).to.equal(0);
  });

  it('D11 begins no attempt for it once its caller has waited for eight seconds, or would wait five', async () => {
    const { now } = Date;
    const retry = new Retry(FIRST_OPEN);
    retry.lost();
    const lost = now();
    Date.now = () => lost + 7999;
    expect(await next(retry, { atLeast: 5000 })).to.equal(5500);
    Date.now = () => lost + 8000;
    expect(await next(retry)).to.equal('gives up');
    Date.now = now;
    expect(await next(new Retry(FIRST_OPEN), { atLeast: 5001 })).to.equal('gives up');
  });

  it('E6 gives up a call that was lost two minutes ago, as after a sleep', async () => {
    const { now } = Date;
    const retry = new Retry();
    retry.lost();
    const lost = now();
    const after = async (ms: number) => {
      Date.now = () => lost + ms;
      const answer = await next(retry);
      Date.now = now;
      return answer;
    };
    expect(await after(119_000)).to.equal(500);
    expect(await after(120_001)).to.equal('gives up');
    retry.lost();
    expect(await next(retry), 'of the next loss').to.equal(500);
  });

  it('D6 gives up in the moment in which the call ends', async () => {
    const call = new AbortController();
    const { signal } = call;
    const begin = clock.now();
    expect(await next(new Retry(), { signal, at: { 250: () => call.abort() } })).to.equal(
      'gives up',
    );
    expect(clock.now() - begin).to.equal(250);
    expect(await next(new Retry(), { signal, atLeast: 5000 })).to.equal('gives up');
    expect(clock.now() - begin).to.equal(250);
    expect(timers.running).to.equal(0);
  });

  it('leaves no timer and no listener behind after a wait', async () => {
    const call = new AbortController();
    await next(new Retry(), { signal: call.signal });
    expect(timers).to.deep.equal({ running: 0, stopped: 1 });
    online();
    call.abort();
    expect(timers, 'nothing listens any more').to.deep.equal({ running: 0, stopped: 1 });
  });
});

interface Meanwhile {
  /** Runs so many ms after the wait began. */
  readonly at: Readonly<Record<number, () => void>>;
  readonly signal: AbortSignal;
  /** The wait that the server asked for, in ms. */
  readonly atLeast: number;
}
