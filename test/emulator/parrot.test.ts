import { expect } from '@open-wc/testing';
import { Ear } from '../../src/testing/emulator/ear.js';
import { joinPcm } from '../../src/testing/emulator/pcm.js';
import { resample } from '../../src/testing/emulator/resample.js';
import { openPeer, parrotWords, silence, tone, transcript } from './peer.js';

const options = { silence: 700, prefix: 250, automatic: true };

/** Noise of one level in dB below full scale. */
const noise = (seconds: number, level: number): Int16Array => {
  let seed = 1;
  return Int16Array.from({ length: seconds * 16_000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (seed / 2_147_483_647 - 0.5) * Math.sqrt(12) * 32_768 * 10 ** (level / 20);
  });
};

const mix = (one: Int16Array, other: Int16Array): Int16Array =>
  one.map((sample, index) => sample + (other[index] ?? 0));

describe('the ear of the emulator', () => {
  it('keeps a quarter of a second from before the voice, and all of the voice', () => {
    const ear = new Ear(options);
    const voice = tone(1);
    const events = ear.hear(joinPcm([silence(2), voice, silence(1)]));
    expect(events.map(({ type }) => type)).to.deep.equal(['start', 'end']);
    const [, end] = events;
    if (end?.type !== 'end') throw new Error('No utterance ended.');
    const from = 16_000 / 4 + (32_000 % 320);
    expect(end.seconds).to.equal(1);
    expect([...end.samples.subarray(from + 160, from + 160 + 15_000)]).to.deep.equal([
      ...voice.subarray(0, 15_000),
    ]);
  });

  it('keeps a call that begins with speech from its first sample', () => {
    const ear = new Ear(options);
    const voice = tone(1);
    const end = ear.hear(joinPcm([voice, silence(1)])).at(-1);
    if (end?.type !== 'end') throw new Error('No utterance ended.');
    expect([...end.samples.subarray(0, 16_000)]).to.deep.equal([...voice]);
  });

  it('hears the same however the samples are cut', () => {
    const heard = joinPcm([silence(0.5), tone(0.7), silence(1), tone(0.3), silence(1)]);
    const whole = new Ear(options).hear(heard);
    for (const size of [1, 7, 320, 333, 4_096]) {
      const ear = new Ear(options);
      const events = [];
      for (let at = 0; at < heard.length; at += size)
        events.push(...ear.hear(heard.slice(at, at + size)));
      expect(events).to.deep.equal(whole);
    }
  });

  it('takes steady noise for silence, and speech above it for speech', () => {
    const ear = new Ear(options);
    expect(ear.hear(noise(5, -42))).to.deep.equal([]);
    const speech = mix(noise(3, -42), joinPcm([tone(1), silence(2)]));
    expect(ear.hear(speech).map(({ type }) => type)).to.deep.equal(['start', 'end']);
  });

  it('does not take a click for speech', () => {
    const ear = new Ear(options);
    expect(ear.hear(joinPcm([silence(1), tone(0.02), silence(1)]))).to.deep.equal([]);
  });

  it('bridges the pauses between words', () => {
    const ear = new Ear(options);
    const events = ear.hear(joinPcm([tone(0.4), silence(0.5), tone(0.4), silence(1)]));
    expect(events.map(({ type }) => type)).to.deep.equal(['start', 'end']);
  });
});

describe('the parrot', () => {
  const breath = 3_000;

  it('says nothing until the caller has spoken', () => {
    const { setUp, speak, frames } = openPeer();
    setUp();
    speak(silence(5));
    expect(frames).to.deep.equal([{ setupComplete: {} }]);
  });

  it("says its words, then the caller's from the very first sample", () => {
    const { setUp, speak, voice } = openPeer({ pace: 0 });
    setUp();
    const spoken = tone(1);
    speak(spoken);
    speak(silence(1));
    const echo = voice().subarray(parrotWords.length + breath);
    expect([...voice().subarray(0, parrotWords.length)]).to.deep.equal([...parrotWords]);
    const expected = resample(joinPcm([spoken, silence(0.2)]), 16_000, 24_000);
    expect([...echo.subarray(0, 24_000)]).to.deep.equal([...expected.subarray(0, 24_000)]);
  });

  it('tells how long the caller spoke', () => {
    const { setUp, speak, frames } = openPeer({ pace: 0 });
    setUp({ outputAudioTranscription: {} });
    speak(joinPcm([silence(1), tone(2.5), silence(1)]));
    expect(transcript(frames)).to.equal('You spoke for 2.5 seconds. You said:');
  });
});
