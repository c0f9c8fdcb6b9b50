import { withDeadline } from '../platform/deadline.js';
import { isTaken, type Store } from './store.js';

/** Time limit for an answer of the store, in ms: the caller waits that long before the call begins. */
const TIMEOUT_MS = 1000;

/** A process that woke up so much too late, in ms, was busy itself, and may not even have sent the question. */
const BUSY_MS = 50;

/** So often it gets the time limit once more for that. */
const MOST_EXTENSIONS = 8;

/** So many questions are out at once, the others wait here: a crowd of callers makes no store slow. */
const MOST_AT_ONCE = 32;

/** A store that owes so many answers hangs: it is asked only once a second, so that no questions pile up. */
const MOST_OWED = 50;
const PAUSE_MS = 1000;

class Late extends Error {}
const late = () => new Late(`it did not answer within ${TIMEOUT_MS} ms`);

/** `store`, but whatever it does, each answer or failure of it comes within a second of the question. */
export function boundedStore(store: Store): Store {
  const turn = makeTurns();
  let owed = 0;
  let askedAt = -Infinity;

  async function ask<T>(question: () => T | Promise<T>): Promise<T> {
    const done = await turn();
    try {
      const now = performance.now();
      const isHanging = owed >= MOST_OWED && now - askedAt < PAUSE_MS;
      if (isHanging) throw new Error(`it owes ${owed} answers`);
      askedAt = now;
      const answer = (async () => question())();
      return await inTime(answer).catch((error: unknown) => {
        if (error instanceof Late) {
          owed += 1;
          const paid = () => (owed -= 1);
          void answer.then(paid, paid);
        }
        throw error;
      });
    } finally {
      done();
    }
  }

  return {
    async take(buckets) {
      const taken: unknown = await ask(() => store.take(buckets));
      if (isTaken(taken, buckets.length)) return taken;
      throw new TypeError('its answer is none');
    },
    giveBack: (keys, at) => ask(() => store.giveBack(keys, at)),
  };
}

/** @throws Late unless `answer` comes within the time limit. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  const heard = answer.then(
    () => true,
    () => true,
  );
  for (let extensions = 0; ; extensions++) {
    const due = performance.now() + TIMEOUT_MS;
    try {
      return await withDeadline(() => answer, TIMEOUT_MS, late);
    } catch (error) {
      if (!(error instanceof Late)) throw error;
      const isBusy = performance.now() - due > BUSY_MS && extensions < MOST_EXTENSIONS;
      // The process reads an answer that has arrived only after the timers that are due.
      if (await Promise.race([heard, nextTurn()])) return answer;
      if (!isBusy) throw error;
    }
  }
}

/** Resolves once the process has read what has arrived: https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick */
function nextTurn(): Promise<void> {
  const { setImmediate = setTimeout } = globalThis as {
    readonly setImmediate?: (act: () => void) => unknown;
  };
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Waits for a turn; the turn is over when the function that it resolves with is called. */
function makeTurns(): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const done = () => {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  };
  return async () => {
    if (taken < MOST_AT_ONCE) taken += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return done;
  };
}
