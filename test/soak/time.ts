import { FakeClock } from '../helpers/fake-clock.js';

/** The time of the page in a test's hands, timers, `Date.now` and `performance.now`, and no chance in it. */
export interface HeldTime {
  /** The same time for parts that take a clock. */
  readonly clock: FakeClock;
  /** How many timers are set. */
  readonly timers: number;
  /** Lets `ms` milliseconds pass; timers that fall due on the way run in their order. */
  pass(ms: number): void;
  /** Sleeps: the date is another one afterwards, and no timer has run. */
  sleep(ms: number): void;
  /** Gives the page its own time back. */
  release(): void;
}

/** Stops the time of the page. */
export function holdTime(): HeldTime {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const clock = new FakeClock();
  const start = clock.now();
  const timers = new Map<number, () => void>();
  let made = 0;
  let slept = 0;
  const set = (run: () => void, ms = 0) => {
    const id = ++made;
    const cancel = clock.after(Math.max(0, ms), () => {
      timers.delete(id);
      run();
    });
    timers.set(id, cancel);
    return id;
  };
  /** A timer that is set again each time it rings, under the same id. */
  const repeat = (run: () => void, ms = 0) => {
    const id = ++made;
    const next = () => {
      timers.set(
        id,
        clock.after(ms, () => {
          next();
          run();
        }),
      );
    };
    next();
    return id;
  };
  const clear = (id: number) => {
    timers.get(id)?.();
    timers.delete(id);
  };
  const dateNow = Date.now;
  const { random } = Math;
  Math.random = () => 0.5;
  Object.assign(globalThis, {
    setTimeout: set,
    clearTimeout: clear,
    setInterval: repeat,
    clearInterval: clear,
  });
  Date.now = () => clock.now() + slept;
  // An own property hides the one of the prototype, and can be taken away again.
  Object.defineProperty(performance, 'now', {
    configurable: true,
    value: () => clock.now() - start,
  });
  return {
    clock,
    get timers() {
      return timers.size;
    },
    pass: (ms) => clock.pass(ms),
    sleep: (ms) => void (slept += ms),
    release() {
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
      Date.now = dateNow;
      Math.random = random;
      Reflect.deleteProperty(performance, 'now');
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export function settle(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
