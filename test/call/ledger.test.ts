import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { Ledger, type LossReason } from '../../src/call/ledger.js';

const nothing = { received: 0, played: 0, flushed: 0, queued: 0 };

/** A call whose samples go where a test lets them, its ledger, and every loss that was told. */
function call() {
  const tape = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };
  const told: [samples: number, reason: LossReason][] = [];
  const ledger = new Ledger((samples, reason) => {
    told.push([samples, reason]);
    expectBalanced(ledger);
  });
  let sent = 0;
  let reported = 0;
  const moves = {
    say(samples: number) {
      tape.captured += samples;
      tape.held += samples;
    },
    overflow(samples: number) {
      const lost = Math.min(samples, tape.held);
      tape.held -= lost;
      tape.dropped += lost;
    },
    miss(samples: number) {
      tape.captured += samples;
      tape.missed += samples;
    },
    take(samples: number) {
      const taken = Math.min(samples, tape.held);
      tape.held -= taken;
      tape.taken += taken;
    },
    report() {
      ledger.taped({ ...tape });
      reported = tape.taken;
    },
    send(samples: number) {
      const chunk = Math.min(samples, reported - sent);
      ledger.sent(chunk);
      sent += chunk;
    },
  };
  return { tape, told, ledger, moves };
}

/** No sample, and no text, is anywhere but in one place. */
function expectBalanced(ledger: Ledger) {
  const { captured, held, queued, sent, dropped, drops, texts, playback } = ledger.snapshot();
  expect(held + queued + sent + dropped).to.equal(captured);
  expect(drops.overflow + drops.gap + drops.stopped + drops.failed).to.equal(dropped);
  expect(texts.waiting + texts.sent + texts.dropped).to.equal(texts.written);
  expect(playback.played + playback.flushed + playback.queued).to.equal(playback.received);
}

const sum = (told: readonly [number, LossReason][]) => {
  const drops = { overflow: 0, gap: 0, stopped: 0, failed: 0 };
  for (const [samples, reason] of told) drops[reason] += samples;
  return drops;
};

const move = fc.record({
  name: fc.constantFrom('say', 'overflow', 'miss', 'take', 'report', 'send' as const),
  samples: fc.nat(1000),
});

describe('the ledger', () => {
  it('balances after any events, and tells every loss once, with its reason', () => {
    const reasons = fc.constantFrom<LossReason>('stopped', 'failed');
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), reasons, (walk, reason) => {
        const { ledger, moves, tape, told } = call();
        let sent = 0;
        for (const { name, samples } of walk) {
          moves[name](samples);
          expectBalanced(ledger);
          expect(ledger.snapshot().sent).to.be.at.least(sent);
          sent = ledger.snapshot().sent;
        }
        moves.report();
        const { captured, held } = tape;
        const queued = tape.taken - sent;
        expect(ledger.snapshot()).to.include({ captured, held, queued, sent });
        ledger.close(reason);
        expectBalanced(ledger);
        expect(ledger.snapshot()).to.include({ captured, held: 0, queued: 0, sent });
        const drops = { overflow: tape.dropped, gap: tape.missed, stopped: 0, failed: 0 };
        drops[reason] = held + queued;
        expect(ledger.snapshot().drops).to.deep.equal(drops);
        expect(sum(told)).to.deep.equal(drops);
        expect(told.every(([samples]) => samples > 0)).to.equal(true);
      }),
    );
  });

  it('closes once, and takes no report of the tape after that', () => {
    const { ledger, moves, told } = call();
    moves.say(320);
    moves.report();
    ledger.close('failed');
    const closed = ledger.snapshot();
    moves.miss(320);
    moves.report();
    ledger.close('stopped');
    expect(ledger.snapshot()).to.deep.equal(closed);
    expect(told).to.deep.equal([[320, 'failed']]);
  });

  it('works without a listener', () => {
    const ledger = new Ledger();
    ledger.taped({ captured: 7, held: 0, taken: 0, dropped: 0, missed: 7, level: 0 });
    expect(ledger.snapshot()).to.include({ captured: 7, dropped: 7 });
  });

  it('counts samples sent again apart from samples sent', () => {
    const { ledger, moves } = call();
    moves.say(960);
    moves.take(960);
    moves.report();
    moves.send(960);
    ledger.disconnected(640);
    ledger.resent(320);
    ledger.resent(320);
    expect(ledger.snapshot()).to.include({ sent: 960, resent: 640, atRisk: 960 });
    expectBalanced(ledger);
    ledger.signOfLife();
    expect(ledger.snapshot()).to.include({ sent: 960, resent: 640, atRisk: 320 });
  });

  it('counts every text as waiting, sent or dropped', () => {
    const ledger = new Ledger();
    for (let i = 0; i < 3; i++) ledger.wrote();
    expect(ledger.snapshot().texts).to.deep.equal({ written: 3, waiting: 3, sent: 0, dropped: 0 });
    ledger.textSent();
    expect(ledger.snapshot().texts).to.deep.equal({ written: 3, waiting: 2, sent: 1, dropped: 0 });
    ledger.close('stopped');
    expect(ledger.snapshot().texts).to.deep.equal({ written: 3, waiting: 0, sent: 1, dropped: 2 });
  });

  it('counts what is given up as sent no more, and tells of the speech (E26)', () => {
    const { ledger, moves, told } = call();
    moves.say(960);
    moves.take(960);
    moves.report();
    moves.send(960);
    ledger.wrote();
    ledger.textSent();
    ledger.disconnected(640);
    ledger.gaveUp(320);
    ledger.textGivenUp();
    expectBalanced(ledger);
    expect(ledger.snapshot()).to.include({ sent: 640, dropped: 320, queued: 0, atRisk: 640 });
    expect(ledger.snapshot().texts).to.deep.equal({ written: 1, waiting: 0, sent: 0, dropped: 1 });
    ledger.resent(320);
    ledger.signOfLife();
    expect(ledger.snapshot().atRisk).to.equal(320);
    ledger.close('stopped');
    expectBalanced(ledger);
    expect(ledger.snapshot()).to.include({ sent: 640, dropped: 320 });
    expect(told).to.deep.equal([[320, 'failed']]);
  });

  it('counts the voice of the model as played, flushed or queued', () => {
    const ledger = new Ledger();
    expect(ledger.snapshot().playback).to.deep.equal(nothing);
    ledger.played({ received: 100, played: 30, flushed: 20, queued: 50, underruns: 0, level: 0 });
    ledger.discarded(5);
    ledger.discarded(2);
    expect(ledger.snapshot().playback).to.deep.equal({
      received: 107,
      played: 30,
      flushed: 27,
      queued: 50,
    });
    ledger.close('stopped');
    expect(ledger.snapshot().playback).to.deep.equal({
      received: 107,
      played: 30,
      flushed: 77,
      queued: 0,
    });
  });

  it('gives snapshots that do not change with the call', () => {
    const { ledger, moves } = call();
    const before = ledger.snapshot();
    const copy = structuredClone(before);
    moves.miss(320);
    moves.report();
    ledger.wrote();
    expect(before).to.deep.equal(copy);
  });

  it('lets speech go from one page to the next, and each sample is in one of both accounts', () => {
    const { ledger: first, moves } = call();
    moves.say(1000);
    moves.take(800);
    moves.report();
    moves.send(300);
    first.wrote();
    first.handedOn(500, 1);
    expectBalanced(first);
    first.close('stopped');
    expectBalanced(first);
    expect(first.snapshot()).to.deep.include({ captured: 500, queued: 0, sent: 300, dropped: 200 });
    expect(first.snapshot().texts).to.include({ written: 0, dropped: 0 });

    const { ledger: second, told } = call();
    second.inherited(500, 300);
    expectBalanced(second);
    expect(second.snapshot()).to.deep.include({ captured: 500, queued: 500, sent: 0 });
    second.resent(100);
    second.sent(200);
    expectBalanced(second);
    expect(second.snapshot()).to.deep.include({ queued: 300, sent: 200, resent: 100 });
    // What the page before has sent is in this account once it is lost in it.
    second.gaveUp(200);
    expectBalanced(second);
    expect(second.snapshot()).to.deep.include({ captured: 700, sent: 200, dropped: 200 });
    second.textGivenUp();
    expectBalanced(second);
    second.close('failed');
    expectBalanced(second);
    expect(second.snapshot()).to.deep.include({ captured: 700, queued: 0, sent: 200 });
    expect(sum(told)).to.include({ failed: 500 });
  });
});
