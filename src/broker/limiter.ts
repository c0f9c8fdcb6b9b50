import { encodeBase64 } from '../platform/base64.js';
import { boundedStore } from './bounded-store.js';
import type { Caller } from './caller.js';
import { type Limit, type LimitName, type Limits, readLimits } from './limits.js';
import { MemoryStore, steadyNow } from './memory-store.js';
import { Refusal } from './refusal.js';
import { type Bucket, isCounted, type Store, type Taken } from './store.js';

/** While the store fails: give no tokens, or count in the memory of each process. */
export type OnStoreFailure = 'memory' | 'refuse';

export interface LimiterOptions {
  /** How many tokens may be had; on by default. `false` lets everybody have as many as they want. */
  readonly limits?: Limits | false | undefined;
  /**
   * Keeps the counts. Unless given, each process counts for itself, in memory, and begins anew when it starts.
   * `redisStore(…)` counts for all processes of a site together.
   */
  readonly store?: Store | undefined;
  /**
   * The limits while the store fails, or takes over a second. `refuse`, the default: 503 `store-unavailable`
   * until it is back, so that nobody gets one token over a limit. `memory`: each process keeps the limits for
   * itself, so that the worst case is theirs times the processes.
   */
  readonly onStoreFailure?: OnStoreFailure | undefined;
}

/** A request that was counted. */
export interface Counted {
  /** Why the store did not count it, where it did not. */
  readonly storeFailure?: unknown;
  /** Gives a call back to the total, for no token came of it. Its caller has had a try all the same. */
  giveBack(): Promise<void>;
}

/** One limit, and the one whom it counts here. */
interface Count extends Bucket {
  readonly limit: Limit;
  readonly who: string;
}

/**
 * Keeps the limits. A store that processes share is asked first. Then each process counts in its own memory,
 * too: whatever becomes of the store, be it down, emptied or in another time, no process lets more through
 * than the limits say.
 */
export class Limiter {
  /** Those that are on. */
  readonly limits: Partial<Record<LimitName, Limit>>;
  readonly #own: MemoryStore;
  readonly #shared: Store | undefined;
  readonly #onFailure: OnStoreFailure;

  /** @throws TypeError for options that are none. */
  constructor({ limits, store, onStoreFailure = 'refuse' }: LimiterOptions) {
    this.limits = readLimits(limits);
    this.#onFailure = onStoreFailure;
    if (!['memory', 'refuse'].includes(onStoreFailure)) {
      throw new TypeError("createBroker: onStoreFailure is neither 'memory' nor 'refuse'");
    }
    const methods = ['take', 'giveBack'] as const;
    if (store && methods.some((name) => typeof store[name] !== 'function')) {
      throw new TypeError('createBroker: store is none; take memoryStore() or redisStore(…)');
    }
    const isMemory = store instanceof MemoryStore;
    this.#own = isMemory ? store : new MemoryStore();
    this.#shared = isMemory || !store ? undefined : boundedStore(store);
  }

  /** Lets a new call of `caller` through. @throws Refusal if a limit is reached. */
  async call(caller: Caller): Promise<Counted> {
    const { perCaller, total } = this.limits;
    const whole = { key: '', who: 'all together' };
    return this.#take([await countOf(perCaller, caller), await countOf(total, whole)]);
  }

  /** Lets a further connection of the call `id` through. @throws Refusal if a limit is reached. */
  async renewal(id: string): Promise<Counted> {
    return this.#take([await countOf(this.limits.perCall, { key: id, who: 'one call' })]);
  }

  async #take(all: readonly (Count | undefined)[]): Promise<Counted> {
    const counts = all.filter((count) => count !== undefined);
    const asked = steadyNow();
    const { shared, storeFailure } = await this.#ask(counts);
    if (shared && !isCounted(shared)) throw reached(counts, shared);
    // The store counted it later than that: whatever is over there is over here, too.
    const own = this.#own.take(counts, asked);
    if (!isCounted(own)) {
      await this.#giveBack(counts, shared);
      throw reached(counts, own);
    }
    const giveBack = async () => {
      const total = counts.filter(({ limit }) => limit.name === 'total');
      this.#own.giveBack(keysOf(total), own.at);
      await this.#giveBack(total, shared);
    };
    return { storeFailure, giveBack };
  }

  /** Asks the shared store, if there is one. @throws Refusal if it fails and nobody else may count. */
  async #ask(counts: readonly Count[]): Promise<{ shared?: Taken; storeFailure?: unknown }> {
    if (!this.#shared || counts.length === 0) return {};
    try {
      return { shared: await this.#shared.take(counts) };
    } catch (cause) {
      if (this.#onFailure === 'memory') return { storeFailure: cause };
      const why = 'the store of the limits failed';
      throw new Refusal(503, 'store-unavailable', { retryable: true, why, cause });
    }
  }

  /** A store that fails now has one call more on its list than there were. */
  async #giveBack(counts: readonly Count[], shared: Taken | undefined): Promise<void> {
    if (!shared || counts.length === 0) return;
    try {
      await this.#shared?.giveBack(keysOf(counts), shared.at);
    } catch {
      // The next request finds out, and the owner hears of it then.
    }
  }
}

const keysOf = (counts: readonly Count[]) => counts.map(({ key }) => key);

/** The count that `limit` keeps of `caller`. Another text of a limit begins another count. */
async function countOf(limit: Limit | undefined, { key, who }: Caller): Promise<Count | undefined> {
  if (!limit) return undefined;
  const { name, text, rules } = limit;
  return { key: `${name} ${text}:${await shorten(key)}`, rules, limit, who };
}

/** The longest name that is kept as it is, in characters: names come from outside, and stay for long. */
const MAX_NAME = 100;

async function shorten(name: string): Promise<string> {
  if (name.length <= MAX_NAME) return name;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name));
  return encodeBase64(new Uint8Array(hash));
}

/** The refusal for the limit that lasts longest, and when it ends. */
function reached(counts: readonly Count[], { waitsMs }: Taken): Refusal {
  const longest = Math.max(...waitsMs);
  const count = counts[waitsMs.indexOf(longest)];
  const { name, text } = count?.limit ?? {};
  const details = {
    retryable: true,
    headers: { 'retry-after': String(Math.ceil(longest / 1000)) },
    why: `limits.${name} is ${text}, which is reached by ${count?.who}`,
  };
  return name === 'total'
    ? new Refusal(429, 'budget-spent', details)
    : new Refusal(429, 'rate-limited', details);
}
