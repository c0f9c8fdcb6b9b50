import { expect } from '@open-wc/testing';
import { race, type RaceResult } from './helpers/first-words/race.js';

/** Milliseconds; the polling path gives up before that. */
const SESSION_DELAY = 700;
/** 200 ms: a short word, in samples. */
const WORD = 3200;

describe('a caller who speaks from the grant on, to a session that takes 700 ms', () => {
  let naive: RaceResult;
  let polling: RaceResult;
  let liveCall: RaceResult;

  before(async () => {
    [naive, polling, liveCall] = await Promise.all([
      race('naive', SESSION_DELAY),
      race('polling', SESSION_DELAY),
      race('live-call', SESSION_DELAY),
    ]);
  });

  it('loses the first words where capture starts in onopen: a guard drops them', () => {
    expect(naive.front).to.be.greaterThan(2 * WORD);
    expect(naive.guard).to.be.greaterThan(WORD);
  });

  it('loses the first words where onopen polls for the session: nobody captures them', () => {
    expect(polling.front).to.be.greaterThan(2 * WORD);
    expect(polling.front - polling.guard, 'never captured').to.be.greaterThan(WORD);
  });

  it('loses not one sample with live-call', () => {
    expect(liveCall.front).to.be.closeTo(0, 0.5);
    expect(liveCall.breaks).to.deep.equal([]);
    expect(liveCall.ledger).to.equal(0);
  });
});
