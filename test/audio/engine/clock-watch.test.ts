import { expect } from '@open-wc/testing';
import { watchStalledClock } from '../../../src/audio/engine/clock-watch.js';

const realInterval = globalThis.setInterval;
const realNow = performance.now.bind(performance);

/** A context whose clock is watched on a page whose time is moved by hand. */
function watched() {
  const context = { state: 'running', currentTime: 1 };
  const aborter = new AbortController();
  let now = 0;
  let look = () => {};
  let told = 0;
  performance.now = () => now;
  globalThis.setInterval = ((callback: () => void) => {
    look = callback;
  }) as unknown as typeof setInterval;
  watchStalledClock(context as BaseAudioContext, () => told++, aborter.signal);
  globalThis.setInterval = realInterval;
  return {
    context,
    told: () => told,
    /** Looks so many times, each `step` ms after the one before. */
    look(times: number, step = 500) {
      for (let i = 0; i < times; i++) {
        now += step;
        look();
      }
    },
  };
}

describe('the watch over the audio clock', () => {
  afterEach(() => {
    performance.now = realNow;
  });

  it('reports a clock that has stood still for two seconds', () => {
    const { look, told } = watched();
    look(4);
    expect(told()).to.equal(0);
    look(1);
    expect(told()).to.equal(1);
  });

  it('does not mistake a page that was frozen or asleep for a clock that stands still', () => {
    const { look, told } = watched();
    look(1);
    look(1, 3_600_000);
    look(2);
    expect(told()).to.equal(0);
  });

  it('measures anew after every move of the clock', () => {
    const { look, told, context } = watched();
    look(4);
    context.currentTime += 0.01;
    look(4);
    expect(told()).to.equal(0);
  });

  for (const state of ['suspended', 'interrupted', 'closed']) {
    it(`expects nothing of a context that is ${state}`, () => {
      const { look, told, context } = watched();
      context.state = state;
      look(20);
      context.state = 'running';
      look(3);
      expect(told()).to.equal(0);
    });
  }
});
