import { mock } from 'node:test';

/** The steady clock of this process, moved by hand. `date` may be set, as people and time servers do. */
export function fakeClock() {
  let steady = 1_000_000;
  // Whole seconds, as tickets are in them.
  let date = Math.floor(Date.now() / 1000) * 1000;
  mock.method(performance, 'now', () => steady);
  mock.method(Date, 'now', () => date);
  return {
    pass(ms: number) {
      steady += ms;
      date += ms;
    },
    setDate(by: number) {
      date += by;
    },
    now: () => steady,
    restore: () => mock.restoreAll(),
  };
}
