import type { Rule } from './rules.js';

/** One count of requests, and the rules that it has to keep. */
export interface Bucket {
  /** The limit and its text, a colon, and the one who is counted: `perCaller 5/min 30/h:192.0.2.7`. */
  readonly key: string;
  readonly rules: readonly Rule[];
}

/** The answer of a store to a request. */
export interface Taken {
  /** For each bucket, how long it is full, in ms. The request is counted if all of them are 0. */
  readonly waitsMs: readonly number[];
  /** When it was counted, in ms on the clock of the store. */
  readonly at: number;
}

/** Keeps the counts: `memoryStore()`, `redisStore(…)`, or one of your own. */
export interface Store {
  /** Counts a request in all of `buckets`, or in none of them if one is full. */
  take(buckets: readonly Bucket[]): Taken | Promise<Taken>;
  /** Forgets the request that was counted under `keys` at `at`. */
  giveBack(keys: readonly string[], at: number): unknown;
}

/** Whether `answer` is one for so many buckets: what a client gives is not always what the script gave. */
export function isTaken(answer: unknown, buckets: number): answer is Taken {
  const { waitsMs, at } = (answer ?? {}) as Partial<Taken>;
  if (!Array.isArray(waitsMs) || waitsMs.length !== buckets) return false;
  return [at, ...waitsMs].every((ms) => Number.isFinite(ms) && ms >= 0);
}

/** Whether the request was counted. */
export const isCounted = ({ waitsMs }: Taken) => waitsMs.every((waitMs) => waitMs <= 0);
