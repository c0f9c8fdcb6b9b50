import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { callOn, until } from './helpers/call.js';
import type { Script, TestLine } from './helpers/line.js';
import { withLoudspeaker, withoutGaps, withoutSilence } from './helpers/loudspeaker.js';
import { analyse } from './helpers/position-code.js';
import { live, nothingLive } from './helpers/resources.js';

const RATE = 24_000;

/** A tone of `hertz`, as base64 PCM at 24 kHz. */
function tone(hertz: number, seconds: number): string {
  const pcm = Int16Array.from({ length: seconds * RATE }, (_, i) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * hertz * i) / RATE)),
  );
  let binary = '';
  for (const byte of new Uint8Array(pcm.buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

const audio = (data: string, mimeType = 'audio/pcm;rate=24000') => ({
  serverContent: { modelTurn: { parts: [{ inlineData: { mimeType, data } }] } },
});
const interrupted = { serverContent: { interrupted: true } };
const turnComplete = { serverContent: { turnComplete: true } };

/** How much of `hertz` is in `samples`, as an amplitude. */
function amount(samples: Float32Array, rate: number, hertz: number): number {
  let re = 0;
  let im = 0;
  samples.forEach((sample, i) => {
    const angle = (2 * Math.PI * hertz * i) / rate;
    re += sample * Math.cos(angle);
    im += sample * Math.sin(angle);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
}

/** The frequencies among `all` that are heard in each tenth of a second. */
function heardTones(samples: Float32Array, rate: number, all: number[]): number[][] {
  const step = rate / 10;
  return Array.from({ length: Math.floor(samples.length / step) }, (_, i) => {
    const part = samples.subarray(i * step, (i + 1) * step);
    return all.filter((hertz) => amount(part, rate, hertz) > 0.02);
  });
}

async function calling(rate = 48_000, script: Script = {}) {
  // A turn comes all at once, so that no gap on the way can be taken for one of ours.
  const { call, line } = await callOn({ pace: 0, ...script });
  const { result, heard } = withLoudspeaker(rate, () => call.start());
  await result;
  return { call, line, heard };
}

const played = (call: LiveCall, samples: number) =>
  until(() => call.ledger.playback.played >= samples);

async function hangUp(call: LiveCall, line: TestLine) {
  await call.stop();
  await line.close();
  call.remove();
}

describe("the model's voice", () => {
  for (const rate of [44_100, 48_000]) {
    it(`sounds whole and in order on a ${rate} Hz device`, async () => {
      const { call, line, heard } = await calling(rate);
      await line.do({ say: 1.5 });
      await played(call, 1.5 * RATE);
      await call.stop();
      const voice = withoutSilence(heard.samples());
      expect(voice.length / rate).to.be.within(1.49, 1.51);
      expect(analyse(voice, rate).breaks).to.deep.equal([]);
      const { received, played: all, flushed, queued } = call.ledger.playback;
      expect({ received, all, flushed, queued }).to.deep.equal({
        received: 1.5 * RATE,
        all: 1.5 * RATE,
        flushed: 0,
        queued: 0,
      });
      await hangUp(call, line);
    });
  }

  it('C10 plays a minute that comes at once in its order, until the caller breaks in', async () => {
    const { call, line, heard } = await calling();
    await line.do({ say: 60 });
    await until(() => call.ledger.playback.received === 60 * RATE);
    await played(call, 1.5 * RATE);
    await line.do({ interrupted: true });
    await until(() => call.ledger.playback.queued === 0);
    await call.stop();
    const voice = withoutSilence(heard.samples());
    expect(analyse(voice, heard.rate).breaks).to.deep.equal([]);
    const { received, played: all, flushed } = call.ledger.playback;
    expect(received).to.equal(60 * RATE);
    expect(all + flushed).to.equal(received);
    expect(voice.length / heard.rate, 'as much was heard as is told').to.be.closeTo(
      all / RATE,
      0.02,
    );
    await hangUp(call, line);
  });

  it('C11 sounds whole and in order over a line that jitters by half a second', async () => {
    const { call, line, heard } = await calling(48_000, { pace: 1, jitter: 500 });
    await line.do({ say: 3 });
    await played(call, 3 * RATE);
    await call.stop();
    const { received, flushed, queued } = call.ledger.playback;
    expect({ received, flushed, queued }).to.deep.equal({
      received: 3 * RATE,
      flushed: 0,
      queued: 0,
    });
    const voice = withoutSilence(heard.samples());
    const whole = withoutGaps(voice);
    expect(whole.length / heard.rate, 'longer, where it has to wait').to.be.within(2.95, 3.5);
    const { breaks, crossings } = analyse(whole, heard.rate, 48);
    const jumps = breaks.map(({ lost }) => lost / heard.rate);
    expect(Math.max(0, ...jumps), 'seconds left out at a time').to.be.at.most(0.015);
    expect(crossings, 'passes in 3 s of the code').to.be.closeTo(12, 2);
    await hangUp(call, line);
  });

  it('counts an underrun in mid-turn, and none at the end of a turn', async () => {
    const { call, line } = await calling();
    await line.do({ frames: [audio(tone(500, 0.5))] });
    await played(call, RATE / 2);
    await until(() => call.ledger.playback.queued === 0);
    await line.do({ frames: [audio(tone(500, 0.5)), turnComplete] });
    await played(call, RATE);
    await call.stop();
    expect(call.metrics.underruns).to.equal(1);
    await hangUp(call, line);
  });

  it('C12 is silent after an interruption, and nothing of the old turn sounds under the new one', async () => {
    const { call, line, heard } = await calling();
    await line.do({ frames: [audio(tone(500, 5))] });
    await played(call, RATE / 2);
    await line.do({
      frames: [audio(tone(500, 1)), interrupted, audio(tone(500, 1)), turnComplete],
    });
    await until(() => call.ledger.playback.queued === 0);
    const cut = call.ledger.playback.played;
    await line.do({ frames: [audio(tone(1500, 1)), turnComplete] });
    await played(call, cut + RATE);
    await call.stop();
    const tones = heardTones(heard.samples(), heard.rate, [500, 1500]);
    const lastOld = tones.findLastIndex((set) => set.includes(500));
    const firstNew = tones.findIndex((set) => set.includes(1500));
    expect(lastOld, 'the old turn was heard').to.be.at.least(4);
    expect(lastOld, 'and not under the new one').to.be.at.most(firstNew);
    expect(tones.flat().filter((hertz) => hertz === 1500).length).to.be.at.least(9);
    const { received, played: all, flushed } = call.ledger.playback;
    expect(received).to.equal(8 * RATE);
    expect(flushed).to.equal(received - all);
    await hangUp(call, line);
  });

  it('F4 F5 C9 skips what cannot be read, and plays all the rest', async () => {
    const { call, line, heard } = await calling();
    const whole = atob(tone(800, 0.5));
    const odd = [btoa(whole.slice(0, 10_001)), btoa(whole.slice(10_001))];
    await line.do({
      frames: [
        '{oops',
        audio('@@@@'),
        ...odd.map((data) => audio(data, 'audio/pcm')),
        audio(tone(800, 0.5), 'audio/pcm;rate=0'),
        audio(tone(800, 0.5), 'audio/pcm;rate=NaN'),
        turnComplete,
      ],
    });
    await played(call, RATE / 2);
    await call.stop();
    expect(call.ledger.playback.received).to.equal(RATE / 2);
    expect(call.metrics.unreadable).to.equal(4);
    const voice = withoutSilence(heard.samples());
    expect(voice.length / heard.rate).to.be.within(0.49, 0.51);
    expect(amount(voice, heard.rate, 800)).to.be.within(0.33, 0.38);
    await hangUp(call, line);
  });

  it('C9 has its right pitch at another rate', async () => {
    const { call, line, heard } = await calling();
    // 8,000 Hz played at 24 kHz would sound three times as high.
    await line.do({ frames: [audio(tone(900, 1), 'audio/pcm;rate=8000'), turnComplete] });
    await played(call, RATE);
    await call.stop();
    expect(amount(withoutSilence(heard.samples()), heard.rate, 300)).to.be.above(0.3);
    await hangUp(call, line);
  });

  it('is as loud as volume says', async () => {
    const { call, line, heard } = await calling();
    call.volume = 0.5;
    await line.do({ frames: [audio(tone(700, 1)), turnComplete] });
    await played(call, RATE);
    await call.stop();
    const voice = withoutSilence(heard.samples()).subarray(heard.rate / 4);
    expect(amount(voice, heard.rate, 700)).to.be.within(0.17, 0.19);
    await hangUp(call, line);
  });

  it('B7 sounds from the default speaker where the chosen one is gone', async () => {
    const { call, line, heard } = await calling();
    call.speakerId = 'gone';
    await call.updateComplete;
    await line.do({ say: 1 });
    await played(call, RATE);
    await call.stop();
    expect(analyse(withoutSilence(heard.samples()), heard.rate).breaks).to.deep.equal([]);
    expect(call.error).to.equal(undefined);
    await hangUp(call, line);
  });

  it('stops with the call, and what was not heard is counted', async () => {
    const { call, line } = await calling();
    await line.do({ frames: [audio(tone(500, 5))] });
    await played(call, RATE / 2);
    await call.stop();
    expect(live()).to.deep.equal(nothingLive);
    const { received, played: all, flushed, queued } = call.ledger.playback;
    expect(received).to.equal(5 * RATE);
    expect(queued).to.equal(0);
    expect(all + flushed).to.equal(received);
    expect(flushed).to.be.above(RATE);
    await hangUp(call, line);
  });
});
