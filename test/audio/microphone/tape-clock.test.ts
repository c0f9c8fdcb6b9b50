import { expect } from '@open-wc/testing';
import { TapeClock } from '../../../src/audio/microphone/tape-clock.js';

const realNow = Date.now.bind(Date);

const report = (captured: number) => ({
  captured,
  held: captured,
  taken: 0,
  dropped: 0,
  missed: 0,
  level: 0.5,
});

describe('the clock of the tapes', () => {
  afterEach(() => {
    Date.now = realNow;
  });

  it('goes up to the last recorded sample, even where the tape answers long after it stopped', () => {
    const clock = new TapeClock();
    expect(clock.until).to.equal(undefined);
    Date.now = () => 5000;
    clock.read(report(0), false);
    expect(clock.until, 'nothing was recorded yet').to.equal(undefined);
    clock.read(report(1600), false);
    expect(clock.until).to.equal(5000);
    Date.now = () => 9000;
    clock.read(report(3200), true);
    expect(clock.until).to.equal(5100);
  });

  it('counts the time since the tape broke off as missed, once', () => {
    const clock = new TapeClock();
    expect(clock.catchUp(), 'nothing was recorded yet').to.equal(0);
    Date.now = () => 5000;
    clock.read(report(420), false);
    Date.now = () => 7000;
    expect(clock.catchUp()).to.equal(32_000);
    expect(clock.catchUp()).to.equal(0);
  });
});
