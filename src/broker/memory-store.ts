import type { Rule } from './rules.js';
import { type Bucket, isCounted, type Store, type Taken } from './store.js';

/** So many keys have a list of their own. */
const MOST_OWN = 48_000;

/** The keys beyond share so many lists of each kind: 50,000 in all, for there are two kinds with many keys. */
const SHARED = 1000;

/** Lists of which nothing counts any more are looked for at most so often, in ms. */
const SWEEP_MS = 1000;

/** When the latest requests were counted, the newest last; from `untilMs` on none of them matters. */
interface Counted {
  readonly times: number[];
  untilMs: number;
}

/**
 * Counts in the memory of this process, at most 50,000 keys. Two brokers may share one. Each process counts
 * for itself: where several serve one site, take `redisStore`.
 */
export const memoryStore = (): Store => new MemoryStore();

/**
 * It goes by the clock of `performance`, which nobody sets: a jump of the date frees nothing and locks nobody
 * out. A full store forgets nothing that counts; keys that find no room share lists, so they are let through
 * less often, never more: strangers who fill it neither get more nor lock everybody out.
 */
export class MemoryStore implements Store {
  readonly #lists = new Map<string, Counted>();
  /** Nobody can tell with whom a key will share a list. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32);
  #sweptAt = -Infinity;

  /** How many keys take up room. */
  get size(): number {
    return this.#lists.size;
  }

  /** `at`: the request came then, and is counted from then on. */
  take(buckets: readonly Bucket[], at = steadyNow()): Taken {
    const now = steadyNow();
    const lists = buckets.map(({ key, rules }) => {
      const place = this.#placeOf(key, now);
      return { place, rules, times: this.#lists.get(place)?.times ?? [] };
    });
    const taken = { waitsMs: lists.map(({ rules, times }) => waitOf(rules, times, now)), at };
    if (isCounted(taken)) for (const { place, rules } of lists) this.#count(place, rules, at);
    return taken;
  }

  giveBack(keys: readonly string[], at: number): void {
    for (const key of keys) {
      for (const place of [key, this.#sharedBy(key)]) {
        const times = this.#lists.get(place)?.times ?? [];
        if (!times.includes(at)) continue;
        times.splice(times.lastIndexOf(at), 1);
        break;
      }
    }
  }

  #count(place: string, rules: readonly Rule[], at: number): void {
    const counted = this.#lists.get(place) ?? { times: [], untilMs: 0 };
    // Those who came later may have been let through before.
    const later = counted.times.findLastIndex((time) => time <= at) + 1;
    counted.times.splice(later, 0, at);
    // The one before these was too old for each rule, or the request would not have been let through.
    if (counted.times.length > Math.max(...rules.map(({ count }) => count))) counted.times.shift();
    counted.untilMs = Math.max(
      counted.untilMs,
      at + Math.max(...rules.map(({ windowMs }) => windowMs)),
    );
    this.#lists.set(place, counted);
  }

  /** Whoever is counted in a shared list stays there as long as anything in it counts. */
  #placeOf(key: string, at: number): string {
    if (this.#lists.has(key)) return key;
    const shared = this.#sharedBy(key);
    const isInUse = (this.#lists.get(shared)?.untilMs ?? 0) > at;
    return isInUse || !this.#hasRoom(at) ? shared : key;
  }

  #hasRoom(at: number): boolean {
    if (this.#lists.size >= MOST_OWN && at - this.#sweptAt >= SWEEP_MS) {
      this.#sweptAt = at;
      for (const [place, { untilMs }] of this.#lists) if (untilMs <= at) this.#lists.delete(place);
    }
    return this.#lists.size < MOST_OWN;
  }

  /** Only keys under the same rules share a list. */
  #sharedBy(key: string): string {
    let hash = this.#seed;
    // https://datatracker.ietf.org/doc/html/draft-eastlake-fnv: fast, and spread well enough
    for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
    return `${key.slice(0, key.indexOf(':'))} shared ${(hash >>> 0) % SHARED}`;
  }
}

/** In whole ms, so that a wait that is over is exactly over. */
export const steadyNow = () => Math.floor(performance.now());

/** How long `rules` let nothing more through, in ms. */
function waitOf(rules: readonly Rule[], times: readonly number[], at: number): number {
  const waits = rules.map(({ count, windowMs }) => (times.at(-count) ?? -Infinity) + windowMs - at);
  return Math.max(0, ...waits);
}
