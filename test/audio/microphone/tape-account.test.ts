import { expect } from '@open-wc/testing';
import { TapeAccount } from '../../../src/audio/microphone/tape-account.js';

const realNow = Date.now.bind(Date);

const report = (taken: number, held: number, dropped = 0, missed = 0) => ({
  captured: taken + held + dropped + missed,
  held,
  taken,
  dropped,
  missed,
  level: 0.5,
});

describe('the account over several tapes', () => {
  afterEach(() => {
    Date.now = realNow;
  });

  it('continues the account of the tape before, and counts the samples left on that as missed', () => {
    const account = new TapeAccount();
    account.report(report(640, 320, 960, 16), false);
    account.close();
    account.close();
    expect(account.report(report(0, 100), false)).to.deep.equal(report(640, 100, 960, 336));
    account.close();
    expect(account.report(report(320, 0), false)).to.deep.equal(report(960, 0, 960, 436));
  });

  it('continues the numbering of the chunks', () => {
    const account = new TapeAccount();
    const samples = new Int16Array(320);
    expect(account.chunk({ index: 0, samples }).index).to.equal(0);
    account.report(report(320, 50, 640), false);
    account.close();
    expect(account.chunk({ index: 320, samples }).index).to.equal(1280);
  });

  it('dates itself to the last recorded sample, even where the tape answers long after it stopped', () => {
    const account = new TapeAccount();
    expect(account.until).to.equal(undefined);
    Date.now = () => 5000;
    account.report(report(0, 0), false);
    expect(account.until, 'nothing was recorded yet').to.equal(undefined);
    account.report(report(0, 1600), false);
    expect(account.until).to.equal(5000);
    Date.now = () => 9000;
    account.report(report(0, 3200), true);
    expect(account.until).to.equal(5100);
    account.close();
    expect(account.until).to.equal(5100);
  });

  it('counts the time since the tape broke off as missed when it ends', () => {
    const account = new TapeAccount();
    expect(account.end(), 'nothing was recorded yet').to.include({ captured: 0, missed: 0 });
    Date.now = () => 5000;
    account.report(report(320, 100), false);
    Date.now = () => 7000;
    expect(account.end()).to.deep.equal({ ...report(320, 100, 0, 32_000), level: 0 });
  });
});
