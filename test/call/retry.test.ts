import { expect } from '@open-wc/testing';
import { Retry } from '../../src/call/retry.js';

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

describe('E18 a thousand callers who lose the same server', () => {
  it('do not ask for it all at once, neither at first nor later', async () => {
    const all = await attempts(() => true);
    for (let attempt = 0; attempt < 10; attempt++) {
      const wave = all.map((times) => times[attempt]!);
      expect(busiest(wave, 100), `attempt ${attempt}`).to.be.at.most(0.3 * CALLERS);
    }
    expect(busiest(all.flat(), 100)).to.be.at.most(0.4 * CALLERS);
  });

  it('are all back after ten seconds without it, no more than a twentieth in any tenth of a second', async () => {
    const all = await attempts((time) => time < 10_000);
    const back = all.map((times) => times.at(-1)!);
    expect(Math.min(...back)).to.be.at.least(10_000);
    expect(busiest(back, 100)).to.be.at.most(CALLERS / 20);
  });

  it('wait for as long as it wants, and do not come all at once then', async () => {
    const all = await attempts(() => false, 5000);
    const first = all.map(([time]) => time!);
    expect(Math.min(...first)).to.be.at.least(5000);
    expect(busiest(first, 100)).to.be.at.most(0.3 * CALLERS);
  });
});
