import { expect } from '@open-wc/testing';
import { CallActivity } from '../../src/call/activity.js';
import { Downlink } from '../../src/call/downlink.js';
import { Ledger } from '../../src/call/ledger.js';
import { Transcript } from '../../src/call/transcript.js';
import { voiced } from '../helpers/voiced.js';

const SECOND = new Int16Array(24_000);

function open() {
  const ledger = new Ledger();
  const activity = new CallActivity({ changed: () => {}, level: () => {} });
  const downlink = new Downlink(ledger, activity, new Transcript());
  const given = { samples: 0, played: 0, flushed: 0 };
  const report = () => {
    const { samples: received, played, flushed } = given;
    const queued = received - played - flushed;
    voice.report({ received, played, flushed, queued, underruns: 0, level: 0 });
  };
  const voice = voiced(downlink, (command) => {
    if (command.type === 'play') given.samples += command.samples.length;
    if (command.type === 'flush') given.flushed = given.samples - given.played;
  });
  const say = (seconds: number, rate = 24_000) => {
    for (let i = 0; i < seconds; i++) voice.play(SECOND, rate);
  };
  /** The account as it is once the speaker has reported. */
  const account = () => {
    report();
    return ledger.snapshot().playback;
  };
  return { downlink: voice, given, say, report, account };
}

describe('the voice of a model that talks without end', () => {
  it('waits for five minutes at most, and the rest counts as flushed (F14)', () => {
    const { say, given, account } = open();
    say(3600);
    expect(given.samples).to.equal(300 * 24_000);
    expect(account()).to.deep.equal({
      received: 3600 * 24_000,
      played: 0,
      flushed: 3300 * 24_000,
      queued: 300 * 24_000,
    });
  });

  it('is heard on once there is room again (F14)', () => {
    const { say, given, report, account } = open();
    say(400);
    given.played = 100 * 24_000;
    report();
    say(150);
    expect(account()).to.include({ received: 550 * 24_000, flushed: 150 * 24_000 });
  });

  it('leaves room for the whole next turn after an interruption, before the speaker has said so (F14)', () => {
    const { downlink, say, account } = open();
    say(400);
    downlink.interrupted();
    say(200);
    expect(account()).to.include({ queued: 200 * 24_000 });
  });

  it('waits as long at other rates (F14)', () => {
    const { say, given } = open();
    say(3600, 8000);
    expect(given.samples).to.equal(300 * 8000);
  });
});
