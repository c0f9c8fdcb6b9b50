import { expect } from '@open-wc/testing';
import { TapeAccount } from '../../src/connection/tape-account.js';

const report = (taken: number, held: number, dropped = 0, missed = 0) => ({
  captured: taken + held + dropped + missed,
  held,
  taken,
  dropped,
  missed,
  level: 0.5,
});

describe('the account over several tapes', () => {
  it('continues the account of the tape before, and counts the samples left on that as missed', () => {
    const account = new TapeAccount();
    account.report(report(640, 320, 960, 16));
    account.close();
    account.close();
    expect(account.report(report(0, 100))).to.deep.equal(report(640, 100, 960, 336));
    account.close();
    expect(account.report(report(320, 0))).to.deep.equal(report(960, 0, 960, 436));
  });

  it('continues the numbering of the chunks', () => {
    const account = new TapeAccount();
    const samples = new Int16Array(320);
    expect(account.chunk({ index: 0, samples }).index).to.equal(0);
    account.report(report(320, 50, 640));
    account.close();
    expect(account.chunk({ index: 320, samples }).index).to.equal(1280);
  });

  it('counts what no tape can tell as missed', () => {
    const account = new TapeAccount();
    account.report(report(320, 100));
    expect(account.miss(32_000)).to.deep.equal({ ...report(320, 100, 0, 32_000), level: 0 });
    expect(account.report(report(640, 100))).to.deep.equal(report(640, 100, 0, 32_000));
  });
});
