import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { PlaybackQueue } from '../../../src/audio/worklet/playback-queue.js';
import { convert } from '../../helpers/convert.js';
import { level } from '../../helpers/spectrum.js';

const DEVICE = 48_000;
const QUANTUM = 128;
/** The longest fade: 3 ms, in frames. */
const FADE = 144;
/** A voice that rises and falls at once may step by this between two frames, beside what it does itself. */
const FADE_STEP = 2 * (0.8 / FADE);

/** A voice, loud and low, so that every click stands out from it. It goes on where it stopped. */
function talker(rate = 24_000): (seconds: number) => Int16Array {
  let at = 0;
  return (seconds) => {
    const samples = Int16Array.from({ length: Math.round(seconds * rate) }, (_, i) =>
      Math.round(0.8 * 32_768 * Math.sin((2 * Math.PI * 200 * (at + i)) / rate)),
    );
    at += samples.length;
    return samples;
  };
}

/** `seconds` of a voice. */
const voice = (seconds: number, rate?: number): Int16Array => talker(rate)(seconds);

/** The biggest step from one frame to the next of a 200 Hz tone of amplitude 0.8. */
const VOICE_STEP = (0.8 * 2 * Math.PI * 200) / DEVICE;

function play(queue: PlaybackQueue, seconds: number): Float32Array {
  const output = new Float32Array(Math.ceil((seconds * DEVICE) / QUANTUM) * QUANTUM);
  for (let at = 0; at < output.length; at += QUANTUM) {
    queue.render(output.subarray(at, at + QUANTUM));
    expectBalance(queue);
  }
  return output;
}

function expectBalance(queue: PlaybackQueue): void {
  const { received, played, flushed, queued } = queue.report();
  expect(received).to.equal(played + flushed + queued);
  expect(Math.min(played, flushed, queued)).to.be.at.least(0);
}

function expectNoClick(output: Float32Array, voices = 1): void {
  let step = 0;
  for (let i = 1; i < output.length; i++) {
    step = Math.max(step, Math.abs(output[i]! - output[i - 1]!));
  }
  expect(step).to.be.lessThan(voices * (VOICE_STEP + FADE_STEP));
}

/** Frames of silence before and after the sound. */
function silence(output: Float32Array) {
  const before = output.findIndex((value) => value !== 0);
  const after = output.length - 1 - output.findLastIndex((value) => value !== 0);
  return { before: before < 0 ? output.length : before, after };
}

/** The parts of `output` that sound, where silence of at least 10 ms lies between them, in frames. */
function sounds(output: Float32Array): number {
  let count = 0;
  let quiet = Infinity;
  for (const value of output) {
    if (value !== 0 && quiet >= 480) count++;
    quiet = value === 0 ? quiet + 1 : 0;
  }
  return count;
}

/** Numbers from 0 to 1 that are the same ones each time. */
function random(seed: number): () => number {
  let state = seed * 7919;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

/** A voice whose pieces of 100 ms come up to `late` seconds after their time; how it is heard until the last one. */
function playUneven(
  seconds: number,
  late: (piece: number) => number,
  queue = new PlaybackQueue(DEVICE),
) {
  const talk = talker();
  const output: number[] = [];
  const before = queue.report().played;
  /** By how much the voice is later than the first piece lets it be, in seconds. */
  const delays: number[] = [];
  const pieces = Math.round(seconds / 0.1);
  for (let piece = 0, at = late(0); piece < pieces;) {
    while (piece < pieces && at >= 0.1 * piece + late(piece)) {
      queue.write(talk(0.1), 24_000);
      piece++;
    }
    const block = play(queue, QUANTUM / DEVICE);
    output.push(...block);
    at += QUANTUM / DEVICE;
    delays.push(at - late(0) - (queue.report().played - before) / 24_000);
  }
  return { queue, output: Float32Array.from(output), delays };
}

/** Frames from one rise through zero to the next one. */
function periods(output: Float32Array): number[] {
  const rises: number[] = [];
  for (let i = 1; i < output.length; i++) {
    const [a, b] = [output[i - 1]!, output[i]!];
    if (a < 0 && b >= 0) rises.push(i - b / (b - a));
  }
  return rises.slice(1).map((rise, i) => rise - rises[i]!);
}

describe('the playback queue', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`plays a voice without a gap whose pieces come up to 80 ms late, and no later than it must (C11, seed ${seed})`, () => {
      const next = random(seed);
      const lateness = Array.from({ length: 60 }, () => 0.08 * next());
      const { queue, output, delays } = playUneven(6, (piece) => lateness[piece]!);
      expect(queue.report().underruns).to.equal(0);
      expect(silence(output).before, 'frames before the first sound').to.be.at.most(QUANTUM);
      expectNoClick(output);
      expect(Math.max(...delays), 'seconds').to.be.lessThan(0.15);
    });
  }

  it('plays a voice without a gap whose pieces come just in time, and hardly later than they do', () => {
    const { queue, delays } = playUneven(6, () => 0);
    expect(queue.report().underruns).to.equal(0);
    expect(delays.at(-1)).to.be.lessThan(0.06);
  });

  it('makes up for the lateness of a voice when its pieces come in time again', () => {
    const { delays } = playUneven(12, (piece) => (piece > 0 && piece < 20 ? 0.15 : 0));
    expect(Math.max(...delays)).to.be.greaterThan(0.12);
    expect(delays.at(-1)).to.be.lessThan(0.09);
  });

  it('plays a long turn that comes at once sample for sample', () => {
    const queue = new PlaybackQueue(DEVICE);
    const samples = voice(12);
    queue.write(samples, 24_000);
    const output = play(queue, 10);
    const expected = convert(
      Float32Array.from(samples, (sample) => sample / 32_768),
      24_000,
      DEVICE,
    );
    const wrong = output.findIndex((value, i) => i >= FADE && value !== expected[i]);
    expect(wrong, 'first frame that differs').to.equal(-1);
  });

  it('makes up for nothing in a turn that comes at once after a flush', () => {
    const { queue } = playUneven(3, (piece) => (piece > 0 && piece < 20 ? 0.15 : 0));
    queue.flush();
    const { played } = queue.report();
    queue.write(voice(6), 24_000);
    play(queue, 5);
    expect(queue.report().played - played).to.be.closeTo(5 * 24_000, QUANTUM);
  });

  it('keeps the pitch and the loudness of a voice that it plays slower and faster', () => {
    const { output, delays } = playUneven(12, (piece) => (piece > 0 && piece < 20 ? 0.15 : 0));
    expect(Math.max(...delays) - delays.at(-1)!, 'seconds made up for').to.be.greaterThan(0.03);
    const steady = output.subarray(2 * FADE);
    // 240 frames are a period of 200 Hz.
    const wrong = periods(steady).filter((period) => Math.abs(period - 240) > 240 * 0.03);
    expect(wrong, 'but for the one gap').to.have.lengthOf.at.most(2);
    const peaks = [];
    for (let at = 0; at + 480 <= steady.length; at += 480) {
      peaks.push(Math.max(...steady.subarray(at, at + 480)));
    }
    expect(Math.max(...peaks)).to.be.lessThan(0.84);
    expect(peaks.filter((peak) => peak < 0.76).length, 'of 20 ms').to.be.at.most(10);
  });

  for (const device of [44_100, 48_000, 16_000, 96_000]) {
    it(`plays every sample once and in order on a ${device} Hz device`, () => {
      const queue = new PlaybackQueue(device);
      const samples = voice(0.5);
      for (let at = 0; at < samples.length; at += 960)
        queue.write(samples.slice(at, at + 960), 24_000);
      queue.endTurn();
      const output = new Float32Array(Math.ceil((0.6 * device) / QUANTUM) * QUANTUM);
      for (let at = 0; at < output.length; at += QUANTUM) {
        queue.render(output.subarray(at, at + QUANTUM));
      }
      const floats = Float32Array.from(samples, (sample) => sample / 32_768);
      const expected = convert(floats, 24_000, device);
      const fade = Math.round(0.003 * device);
      const wrong = expected.findIndex(
        (value, i) => i >= fade && i < expected.length - fade && value !== output[i],
      );
      expect(wrong, 'first frame that differs').to.equal(-1);
      expect(output.slice(expected.length).every((value) => value === 0)).to.equal(true);
      const { received, played, underruns } = queue.report();
      expect(played).to.equal(received);
      expect(underruns).to.equal(0);
    });
  }

  it('waits for 20 ms of voice before it starts', () => {
    const queue = new PlaybackQueue(DEVICE);
    queue.write(voice(0.01), 24_000);
    expect(level(play(queue, 0.01))).to.equal(-Infinity);
    queue.write(voice(0.015), 24_000);
    expect(level(play(queue, 0.01))).to.be.greaterThan(-20);
  });

  it('waits no longer than 20 ms for the first 20 ms of voice', () => {
    const queue = new PlaybackQueue(DEVICE);
    queue.write(voice(0.01), 24_000);
    const { before } = silence(play(queue, 0.04));
    expect(before).to.be.within(0.02 * DEVICE, 0.02 * DEVICE + QUANTUM + 1);
  });

  it('plays a short turn to its end at once', () => {
    const queue = new PlaybackQueue(DEVICE);
    queue.write(voice(0.01), 24_000);
    queue.endTurn();
    const output = play(queue, 0.02);
    expect(silence(output).before).to.be.lessThan(3);
    expectNoClick(output);
    expect(queue.report()).to.include({ played: 240, queued: 0, underruns: 0 });
  });

  it('gathers more after it ran dry in the middle of a turn, and less again after clean turns (C11)', () => {
    const queue = new PlaybackQueue(DEVICE);
    const talk = talker();
    /** Milliseconds of voice, coming one by one, after which it sounds. */
    const gathered = () => {
      for (let ms = 1; ms < 300; ms++) {
        queue.write(talk(0.001), 24_000);
        const output = new Float32Array(1);
        queue.render(output);
        if (queue.sounding) return ms;
      }
      return Infinity;
    };
    expect(gathered()).to.equal(20);
    const lengths = [];
    for (let i = 0; i < 5; i++) {
      expectNoClick(play(queue, 0.5));
      lengths.push(gathered());
    }
    expect(lengths).to.deep.equal([40, 80, 160, 240, 240]);
    expect(queue.report().underruns).to.equal(5);
    const clean = [];
    for (let i = 0; i < 6; i++) {
      queue.endTurn();
      play(queue, 0.5);
      clean.push(gathered());
    }
    expect(clean).to.deep.equal([240, 120, 60, 30, 20, 20]);
    expect(queue.report().underruns).to.equal(5);
  });

  it('does not count the end of a turn as an underrun, however late the server says that it is over', () => {
    const queue = new PlaybackQueue(DEVICE);
    queue.write(voice(0.1), 24_000);
    play(queue, 0.3);
    queue.endTurn();
    queue.write(voice(0.1), 24_000);
    play(queue, 0.3);
    expect(queue.report()).to.include({ underruns: 0, played: 4800 });
  });

  it('neither starts, stops nor resumes with a click', () => {
    const queue = new PlaybackQueue(DEVICE);
    const talk = talker();
    const outputs = [];
    for (let i = 0; i < 6; i++) {
      queue.write(talk(0.0333), 24_000);
      outputs.push(...play(queue, 0.1 + i * 0.0011));
    }
    const output = Float32Array.from(outputs);
    expectNoClick(output);
    expect(sounds(output)).to.be.greaterThan(1);
    expect(queue.report().underruns).to.be.greaterThan(0);
  });

  it('is silent 3 ms after a flush, without a click, and counts the samples that it cut off', () => {
    for (let cut = 0.03; cut < 0.08; cut += QUANTUM / DEVICE) {
      const queue = new PlaybackQueue(DEVICE);
      const talk = talker();
      while (queue.queued < 24_000) queue.write(talk(0.0043), 24_000);
      const before = play(queue, cut);
      queue.flush();
      const after = play(queue, 0.05);
      const { received, played, flushed, queued } = queue.report();
      expect(queued).to.equal(0);
      expect(played).to.be.closeTo(before.length / 2, 1);
      expect(flushed).to.equal(received - played);
      expectNoClick(Float32Array.from([...before, ...after]));
      expect(after.subarray(0, FADE / 2).some((value) => value !== 0)).to.equal(true);
      expect(after.subarray(FADE).every((value) => value === 0)).to.equal(true);
    }
  });

  it('plays nothing of the old turn when the next one follows a flush at once', () => {
    const queue = new PlaybackQueue(DEVICE);
    queue.write(voice(1), 24_000);
    play(queue, 0.1);
    queue.flush();
    const { flushed } = queue.report();
    queue.write(new Int16Array(2400), 24_000);
    expect(
      play(queue, 0.1)
        .subarray(FADE)
        .every((value) => value === 0),
    ).to.equal(true);
    queue.write(voice(0.1), 24_000);
    queue.endTurn();
    expectNoClick(play(queue, 0.2));
    expect(queue.report()).to.include({ queued: 0, flushed });
  });

  it('takes a flush during a fade, while it gathers and when it is empty', () => {
    const queue = new PlaybackQueue(DEVICE);
    queue.flush();
    queue.write(voice(0.01), 24_000);
    queue.flush();
    expect(level(play(queue, 0.1))).to.equal(-Infinity);
    queue.write(voice(0.5), 24_000);
    const outputs = [...play(queue, 0.05)];
    queue.flush();
    queue.write(voice(0.5), 24_000);
    outputs.push(...play(queue, 0.001));
    queue.flush();
    const rest = play(queue, 0.1);
    expectNoClick(Float32Array.from([...outputs, ...rest]), 2);
    expect(rest.subarray(FADE).every((value) => value === 0)).to.equal(true);
    expect(queue.report().queued).to.equal(0);
  });

  it('plays on in order, at the right pitch, when the rate changes', () => {
    const queue = new PlaybackQueue(DEVICE);
    for (const rate of [24_000, 16_000, 8000, 44_100, 48_000]) queue.write(voice(0.1, rate), rate);
    queue.endTurn();
    const output = play(queue, 0.6);
    expectNoClick(output);
    expect(silence(output).after).to.be.closeTo(0.1 * DEVICE, QUANTUM);
    let crossings = 0;
    for (let i = 1; i < output.length; i++) if (output[i - 1]! < 0 && output[i]! >= 0) crossings++;
    // 200 Hz for half a second; a fade may hide a crossing where two rates meet.
    expect(crossings).to.be.closeTo(100, 5);
    expect(queue.report()).to.include({ queued: 0, underruns: 0 });
  });

  it('throws a RangeError for an impossible rate', () => {
    const queue = new PlaybackQueue(DEVICE);
    expect(() => queue.write(voice(0.1), NaN)).to.throw(RangeError);
    expect(() => queue.write(voice(0.1), 0)).to.throw(RangeError);
    expect(queue.report().received).to.equal(0);
  });

  it('plays all of a minute that comes within a second (C10)', () => {
    const queue = new PlaybackQueue(DEVICE);
    const second = voice(1);
    for (let i = 0; i < 60; i++) queue.write(second, 24_000);
    queue.endTurn();
    const output = new Float32Array(4 * DEVICE);
    for (let i = 0; i < 15; i++) queue.render(output);
    expect(queue.report()).to.include({ received: 1_440_000, played: 1_440_000, underruns: 0 });
    queue.render(output);
    expect(level(output)).to.equal(-Infinity);
  });

  it('accounts for every sample at every moment, whatever comes', () => {
    const rate = fc.constantFrom(8000, 16_000, 24_000, 44_100);
    const step = fc.oneof(
      fc.record({ write: fc.integer({ min: 0, max: 4000 }), rate }),
      fc.record({ play: fc.integer({ min: 1, max: 5000 }) }),
      fc.constantFrom('flush' as const, 'endTurn' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const queue = new PlaybackQueue(DEVICE);
        let received = 0;
        let flushed = 0;
        for (const action of steps) {
          const before = queue.report();
          if (action === 'endTurn') queue.endTurn();
          else if (action === 'flush') {
            queue.flush();
            flushed += before.queued;
            expect(queue.report().played).to.equal(before.played);
          } else if ('write' in action) {
            queue.write(new Int16Array(action.write).fill(9000), action.rate);
            received += action.write;
          } else {
            queue.render(new Float32Array(action.play));
            expect(queue.report().played).to.be.at.least(before.played);
          }
          expect(queue.report()).to.include({ received, flushed });
          expectBalance(queue);
        }
        queue.endTurn();
        for (let i = 0; i < 60 && queue.queued > 0; i++) queue.render(new Float32Array(10_000));
        expect(queue.report()).to.include({ queued: 0, played: received - flushed });
      }),
    );
  });
});
