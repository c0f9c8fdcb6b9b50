import { mock } from 'node:test';

/** The steady clock of this process, moved by hand. `date` may be set, as people and time servers do. */
export function fakeClock() {
  let steady = 1_000_000;
  let date = Date.now();
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
