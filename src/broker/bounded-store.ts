import { withDeadline } from '../platform/deadline.js';
import { isTaken, type Store } from './store.js';

/** Time limit for an answer of the store, in ms: the caller waits that long before the call begins. */
const TIMEOUT_MS = 250;

/** A store that owes so many answers hangs: it is asked only once a second, so that no questions pile up. */
const MOST_OWED = 10;
const PAUSE_MS = 1000;

/** `store`, but whatever it does, each answer or failure of it comes within 250 ms. */
export function boundedStore(store: Store): Store {
  let owed = 0;
  let askedAt = -Infinity;

  async function ask<T>(question: () => T | Promise<T>): Promise<T> {
    const now = performance.now();
    if (owed >= MOST_OWED && now - askedAt < PAUSE_MS) {
      throw new Error(`it owes ${owed} answers`);
    }
    askedAt = now;
    const answer = (async () => question())();
    const late = () => {
      owed += 1;
      const paid = () => (owed -= 1);
      void answer.then(paid, paid);
      return new Error(`it did not answer within ${TIMEOUT_MS} ms`);
    };
    return withDeadline(() => answer, TIMEOUT_MS, late);
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
