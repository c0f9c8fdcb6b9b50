import { expect } from '@open-wc/testing';
import { TapeDeck } from '../../../src/audio/worklet/tape-deck.js';
import type { TapeMessage } from '../../../src/call/ports/audio.js';
import { encodePcm16 } from '../../../src/audio/dsp/pcm.js';
import { CHUNK } from '../../../src/call/ports/format.js';
import { convert } from '../../helpers/convert.js';
import { triangle } from '../../helpers/position-code.js';

const RATE = 48_000;
const QUANTUM = 128;

/** Samples of a second at 16 kHz. */
const SECOND = 16_000;

function pcm(floats: Float32Array): Int16Array {
  const samples = new Int16Array(floats.length);
  encodePcm16(floats, samples, floats.length);
  return samples;
}

/** A deck that hears the position code, quantum by quantum, and whoever reads it. */
function deck({
  maxHold = 30,
  muted = false,
  credit = Infinity,
  continued = false,
  holding = undefined as boolean | undefined,
} = {}) {
  const messages: TapeMessage[] = [];
  const options = { sampleRate: RATE, maxHold, muted, continued, holding };
  const tape = new TapeDeck(options, (message) => {
    messages.push(message);
    if (message.type === 'paused') return;
    const { captured, held, taken, dropped, missed } = message.report;
    expect(captured).to.equal(held + taken + dropped + missed);
  });
  const signal = triangle(20, RATE);
  let at = 0;
  let reader: ReturnType<typeof tape.attach> | undefined;
  const chunks = () =>
    messages.filter((message) => message.type === 'chunk').map(({ chunk }) => chunk);
  return {
    tape,
    messages,
    attach() {
      tape.revoke();
      tape.grant(credit);
      return (reader = tape.attach());
    },
    detach: () => reader && tape.detach(reader),
    /** Lets time pass, in seconds. */
    run(seconds: number) {
      for (const end = at + Math.round(seconds * RATE); at < end; at += QUANTUM) {
        tape.record(signal.subarray(at, at + QUANTUM), QUANTUM);
        if (reader) tape.handOver(reader, QUANTUM);
      }
    },
    /** Seconds of the signal that have passed. */
    now: () => at / RATE,
    /** The recording since `from`, in seconds, as it should arrive. */
    said: (from: number, to = at / RATE) =>
      pcm(convert(signal.slice(Math.round(from * RATE), Math.round(to * RATE)), RATE, SECOND)),
    chunks,
    heard: () => Int16Array.from(chunks().flatMap(({ samples }) => [...samples])),
    last: () => messages.filter((message) => message.type !== 'paused').at(-1)!.report,
    /** Positions up to which the speech before each pause went out. */
    pauses: () => {
      let end = 0;
      return messages.flatMap((message) => {
        if (message.type === 'chunk') end = message.chunk.index + message.chunk.samples.length;
        return message.type === 'paused' ? [end] : [];
      });
    },
    types: () => messages.map(({ type }) => type).filter((type) => type !== 'report'),
  };
}

describe('the tape deck', () => {
  it('hands over the speech from before a reader came, then all that follows', () => {
    const { run, attach, tape, heard, said, chunks } = deck();
    run(3);
    attach();
    run(2);
    tape.finish();
    expect(heard()).to.deep.equal(said(0));
    let index = 0;
    for (const chunk of chunks()) {
      expect(chunk.index).to.equal(index);
      index += chunk.samples.length;
    }
    expect(
      chunks()
        .slice(0, -1)
        .every(({ samples }) => samples.length === CHUNK),
    ).to.equal(true);
  });

  it('hands off its whole tape, though nothing reads it', () => {
    const { run, tape, heard, said, types, last } = deck();
    run(2);
    tape.finish(true);
    expect(heard()).to.deep.equal(said(0));
    expect(types().at(-1)).to.equal('finished');
    expect(last().held).to.equal(0);
  });

  it('counts a gap before the first sample only when it continues a recording', () => {
    for (const continued of [false, true]) {
      const { run, tape, last } = deck({ continued });
      tape.record(undefined, RATE / 2);
      run(1);
      expect(last().missed).to.equal(continued ? SECOND / 2 : 0);
    }
  });

  it('hands over a backlog at eight times real time', () => {
    const { run, attach, chunks } = deck();
    run(8);
    attach();
    run(0.96);
    const seconds = (chunks().length * CHUNK) / SECOND;
    expect(seconds).to.be.within(7.6, 7.7);
  });

  it('hands over no more than its credit, and loses nothing by it', () => {
    const { run, attach, tape, heard, said, chunks, last } = deck({ credit: 3 });
    attach();
    run(2);
    expect(chunks()).to.have.length(3);
    tape.grant(2);
    run(0.1);
    expect(chunks()).to.have.length(5);
    tape.finish();
    expect(heard()).to.deep.equal(said(0));
    expect(last().held).to.equal(0);
  });

  it('leaves the rest of the tape to the next reader', () => {
    const { run, attach, detach, tape, heard, said } = deck();
    attach();
    run(1);
    detach();
    run(2);
    attach();
    run(1);
    tape.finish();
    expect(heard()).to.deep.equal(said(0));
  });

  it('serves the newest reader only', () => {
    const { run, attach, tape, chunks } = deck({ credit: 0 });
    const old = attach();
    attach();
    run(1);
    tape.grant(5);
    tape.handOver(old, RATE);
    expect(chunks()).to.deep.equal([]);
    tape.detach(old);
    run(0.1);
    expect(chunks()).to.have.length(5);
  });

  it('drops the oldest whole chunks of a full tape and counts them', () => {
    const { run, attach, tape, heard, said, last } = deck({ maxHold: 1 });
    run(3.5);
    expect(last().dropped % CHUNK).to.equal(0);
    attach();
    run(0.5);
    tape.finish();
    const { dropped, captured, taken } = last();
    expect(dropped).to.be.within(2.5 * SECOND - CHUNK, 2.5 * SECOND + CHUNK);
    expect(captured).to.equal(said(0).length);
    expect(taken).to.equal(captured - dropped);
    expect(heard()).to.deep.equal(said(0).slice(dropped));
  });

  it('keeps nothing with a hold of 0 until a reader comes, and then a second for a slow page', () => {
    const { run, attach, detach, last } = deck({ maxHold: 0, credit: 0 });
    run(1);
    expect(last().held).to.be.lessThan(CHUNK);
    attach();
    run(3);
    expect(last().held).to.be.within(SECOND - CHUNK, SECOND);
    detach();
    run(0.2);
    expect(last().held).to.be.lessThan(CHUNK);
  });

  it('hands over the speech before a mute to its last sample, reports one pause, then is silent', () => {
    const { run, now, attach, tape, heard, said, types, last, chunks } = deck();
    attach();
    run(0.5);
    const before = said(0);
    tape.mute(true);
    run(1);
    expect(heard()).to.deep.equal(before);
    expect(types().filter((type) => type === 'paused')).to.have.length(1);
    expect(types().at(-1)).to.equal('paused');
    const { length } = chunks();
    const unmuted = now();
    tape.mute(false);
    run(0.5);
    const after = said(unmuted);
    tape.mute(true);
    run(0.1);
    expect(heard().slice(before.length)).to.deep.equal(after);
    expect(chunks()[length]?.index).to.equal(before.length);
    expect(types().filter((type) => type === 'paused')).to.have.length(2);
    expect(last().held).to.equal(0);
  });

  it('reports the pause when it hands off while muted, since the next deck cannot', () => {
    const { run, attach, detach, tape, types } = deck();
    attach();
    run(0.5);
    detach();
    run(0.5);
    tape.mute(true);
    tape.finish(true);
    expect(types().slice(-2)).to.deep.equal(['paused', 'finished']);
  });

  it('records nothing and reports no pause when muted from the start', () => {
    const { run, attach, types, last } = deck({ muted: true });
    attach();
    run(1);
    expect(types()).to.deep.equal([]);
    const nothing = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };
    expect(last()).to.deep.equal(nothing);
  });

  it('counts the time without a microphone, and does not join the speech around it', () => {
    const { run, attach, tape, heard, said, now, last } = deck();
    run(0.2);
    const before = said(0);
    for (let i = 0; i < 375; i++) tape.record(undefined, QUANTUM);
    const back = now();
    run(0.2);
    attach();
    tape.finish();
    expect(last().missed).to.equal(SECOND);
    expect(heard()).to.deep.equal(Int16Array.from([...before, ...said(back)]));
    expect(last().captured).to.equal(heard().length + SECOND);
  });

  it('reports ten times a second without a reader, with the peak since the last report', () => {
    const { run, messages } = deck();
    run(0.003);
    expect(messages, 'at once').to.have.length(1);
    run(2);
    expect(messages.length).to.be.within(19, 21);
    const levels = messages.map((message) =>
      message.type === 'report' ? message.report.level : 0,
    );
    expect(Math.max(...levels)).to.be.closeTo(0.85, 0.01);
    expect(Math.min(...levels)).to.be.lessThan(0.85);
  });

  it('keeps reporting while muted, and while it waits for credit', () => {
    const { run, attach, tape, messages } = deck({ credit: 0 });
    attach();
    run(1);
    expect(messages.length).to.be.within(10, 11);
    tape.mute(true);
    run(1);
    expect(messages.length).to.be.within(19, 21);
  });

  it('hands over everything at once when finished, and records no more', () => {
    const { run, attach, tape, heard, said, types, last } = deck({ credit: 0 });
    attach();
    run(3);
    const expected = said(0);
    tape.finish();
    expect(heard()).to.deep.equal(expected);
    expect(types().at(-1)).to.equal('finished');
    run(1);
    expect(last().captured).to.equal(expected.length);
  });

  it('reports the samples that it still holds when finished without a reader', () => {
    const { run, tape, types, last } = deck();
    run(1);
    tape.finish();
    expect(types()).to.deep.equal(['finished']);
    expect(last().held).to.equal(SECOND);
  });
});

describe('the tape deck of a caller who holds to talk', () => {
  /** Seconds recorded from before a press, and after a release. */
  const BEFORE = 0.3;
  const AFTER = 0.15;

  it('records each press whole, from a moment before it until a moment after it, and nothing between', () => {
    const { run, now, attach, tape, heard, said, pauses, last } = deck({ holding: false });
    attach();
    run(1);
    expect(last(), 'before the first press').to.deep.include({ captured: 0, level: 0 });
    const expected: number[] = [];
    const ends: number[] = [];
    for (const length of [0.7, 1.01, 0.05]) {
      const from = now() - BEFORE;
      tape.hold(true);
      run(length);
      tape.hold(false);
      run(AFTER);
      expected.push(...said(from));
      ends.push(expected.length);
      run(0.8);
    }
    expect(heard()).to.deep.equal(Int16Array.from(expected));
    expect(pauses()).to.deep.equal(ends);
    expect(last()).to.deep.include({ captured: expected.length, held: 0, missed: 0 });
  });

  it('keeps two presses apart that both wait for a reader', () => {
    const { run, now, attach, tape, heard, said, pauses, chunks } = deck({ holding: false });
    const expected: number[] = [];
    const ends: number[] = [];
    for (const length of [0.333, 0.5]) {
      run(0.5);
      const from = now() - BEFORE;
      tape.hold(true);
      run(length);
      tape.hold(false);
      run(AFTER);
      expected.push(...said(from));
      ends.push(expected.length);
    }
    attach();
    run(0.5);
    expect(heard()).to.deep.equal(Int16Array.from(expected));
    expect(pauses()).to.deep.equal(ends);
    const [first = 0] = ends;
    const spans = chunks().some(
      ({ index, samples }) => index < first && index + samples.length > first,
    );
    expect(spans, 'a chunk that holds the end of one and the beginning of the other').to.equal(
      false,
    );
  });

  it('ends one press where the next follows at once, and records no sample twice', () => {
    const { run, now, attach, tape, heard, said, pauses } = deck({ holding: false });
    attach();
    run(0.5);
    const from = now() - BEFORE;
    tape.hold(true);
    run(0.4);
    tape.hold(false);
    run(0.08);
    const again = now();
    tape.hold(true);
    run(0.4);
    tape.hold(false);
    run(0.5);
    const first = said(from, again);
    expect(pauses()[0]).to.equal(first.length);
    expect(pauses()).to.have.length(2);
    const second = said(again).subarray(0, heard().length - first.length);
    expect(second.length).to.be.within(0.55 * SECOND, 0.56 * SECOND);
    expect(heard().subarray(0, first.length)).to.deep.equal(first);
    expect(heard().slice(first.length, -200)).to.deep.equal(second.slice(0, -200));
  });

  it('records a press from the beginning where the microphone had just begun', () => {
    const { run, attach, tape, heard, said } = deck({ holding: false });
    attach();
    run(0.1);
    tape.hold(true);
    run(0.5);
    tape.finish();
    expect(heard()).to.deep.equal(said(0));
  });

  it('records nothing of what was said while muted, before a press or after one', () => {
    const { run, attach, tape, heard, said, now, pauses, last } = deck({ holding: false });
    attach();
    run(0.5);
    tape.mute(true);
    tape.hold(true);
    run(0.5);
    tape.hold(false);
    run(0.5);
    tape.mute(false);
    expect(last()).to.deep.include({ captured: 0, level: 0 });
    const from = now();
    tape.hold(true);
    run(0.5);
    tape.mute(true);
    const expected = said(from);
    run(0.5);
    tape.hold(false);
    run(0.5);
    expect(heard()).to.deep.equal(expected);
    expect(pauses()).to.deep.equal([expected.length]);
  });

  it('keeps nothing from before a gap for the press after it', () => {
    const { run, attach, tape, heard, said, now, last } = deck({ holding: false });
    attach();
    run(0.5);
    tape.record(undefined, QUANTUM);
    const from = now();
    run(0.1);
    tape.hold(true);
    run(0.3);
    tape.finish();
    expect(heard()).to.deep.equal(said(from));
    expect(last().missed).to.equal(0);
  });

  it('ends a press though the microphone is gone by then', () => {
    const { run, attach, tape, pauses, heard } = deck({ holding: true });
    const reader = attach();
    run(0.5);
    tape.hold(false);
    for (let i = 0; i < 100; i++) {
      tape.record(undefined, QUANTUM);
      tape.handOver(reader, QUANTUM);
    }
    expect(pauses()).to.deep.equal([heard().length]);
  });

  it('goes on with a press on the next deck, and ends one there that was over between the two', () => {
    const held = deck({ holding: true });
    held.attach();
    held.run(0.5);
    held.tape.finish(true);
    expect(held.types()).not.to.include('paused');
    const next = deck({ holding: true, continued: true });
    next.attach();
    next.run(0.5);
    expect(next.types()).not.to.include('paused');
    const released = deck({ holding: false, continued: true });
    released.attach();
    released.run(0.5);
    expect(released.types()).to.deep.equal(['paused']);
    expect(released.last().captured).to.equal(0);
  });

  it('tells of the end of a press of which a full tape has dropped all', () => {
    const { run, attach, tape, types } = deck({ holding: true, maxHold: 0 });
    run(0.5);
    tape.hold(false);
    run(0.5);
    attach();
    run(0.1);
    expect(types().at(-1)).to.equal('paused');
  });
});
