import { expect } from '@open-wc/testing';
import { callOn, until } from './helpers/call.js';
import { withSilence } from './helpers/signal-microphone.js';

/** The locks that were asked for, and how many are held. */
let asked: number;
let held: number;
let answer: () => Promise<void>;

const original = Object.getOwnPropertyDescriptor(Navigator.prototype, 'wakeLock')!;
const setWakeLock = (value: unknown) =>
  Object.defineProperty(Navigator.prototype, 'wakeLock', { configurable: true, get: () => value });

beforeEach(() => {
  asked = held = 0;
  answer = () => Promise.resolve();
  setWakeLock({
    async request(type: string) {
      expect(type).to.equal('screen');
      asked++;
      await answer();
      held++;
      let isHeld = true;
      return {
        async release() {
          if (isHeld) held--;
          isHeld = false;
        },
      };
    },
  });
});
afterEach(() => Object.defineProperty(Navigator.prototype, 'wakeLock', original));

describe('the screen', () => {
  it('stays on from the moment a call is ready until it ends', async () => {
    const { call } = await callOn({ setupDelay: 300 });
    const ready = withSilence(() => call.start());
    await until(() => call.metrics.microphone !== undefined);
    expect(asked, 'while it connects').to.equal(0);
    await ready;
    await until(() => held === 1);
    await call.stop();
    expect(held).to.equal(0);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(asked, 'after the end').to.equal(1);
    call.remove();
  });

  it('stays on after a look at another page, for which the browser takes the lock away', async () => {
    const { call } = await callOn();
    await withSilence(() => call.start());
    await until(() => held === 1);
    document.dispatchEvent(new Event('visibilitychange'));
    await until(() => asked === 2);
    await call.stop();
    await until(() => held === 0);
    call.remove();
  });

  it('may sleep though the lock comes when the call is over', async () => {
    let give = () => {};
    answer = () => new Promise((resolve) => (give = resolve));
    const { call } = await callOn();
    await withSilence(() => call.start());
    await call.stop();
    expect(asked).to.equal(1);
    give();
    await until(() => held === 0);
    call.remove();
  });

  for (const [what, lock] of [
    [
      'the browser refuses it',
      { request: () => Promise.reject(new DOMException('', 'NotAllowedError')) },
    ],
    [
      'asking throws',
      {
        request() {
          throw new TypeError('wrapped');
        },
      },
    ],
    ['the browser has no such lock', undefined],
  ] as const)
    it(`is no matter of a call where ${what}`, async () => {
      const said: unknown[] = [];
      const { error, warn } = console;
      console.error = console.warn = (...words: unknown[]) => void said.push(words);
      const onrejection = (event: PromiseRejectionEvent) => said.push(event.reason);
      addEventListener('unhandledrejection', onrejection);
      try {
        setWakeLock(lock);
        const { call } = await callOn();
        await withSilence(() => call.start());
        await call.stop();
        expect(call.error).to.equal(undefined);
        expect(said).to.deep.equal([]);
        call.remove();
      } finally {
        Object.assign(console, { error, warn });
        removeEventListener('unhandledrejection', onrejection);
      }
    });
});
