import { expect } from '@open-wc/testing';
import { kinds, openPeer, silence, tone, transcript } from './peer.js';

describe('the emulated Live API: turns', () => {
  it('answers when the caller pauses, and not before', () => {
    const { setUp, speak, voice } = openPeer({ persona: { tone: 1 }, pace: 0 });
    setUp();
    speak(tone(1));
    speak(silence(0.6));
    expect(voice()).to.have.length(0);
    speak(silence(0.2));
    expect(voice()).to.have.length(24_000);
  });

  it('answers at once when the audio stream ends', () => {
    const { setUp, speak, send, voice } = openPeer({ persona: { tone: 1 }, pace: 0 });
    setUp();
    speak(tone(1));
    send({ realtimeInput: { audioStreamEnd: true } });
    expect(voice()).to.have.length(24_000);
  });

  it('answers what is written', () => {
    const realtime = openPeer({ persona: { tone: 1 }, pace: 0 });
    realtime.setUp();
    realtime.send({ realtimeInput: { text: 'Hello' } });
    expect(realtime.voice()).to.have.length(24_000);
    const content = openPeer({ persona: { tone: 1 }, pace: 0 });
    content.setUp();
    const turns = [{ role: 'user', parts: [{ text: 'Hello' }] }];
    content.send({ clientContent: { turns, turnComplete: false } });
    expect(content.voice()).to.have.length(0);
    content.send({ clientContent: { turns, turnComplete: true } });
    expect(content.voice()).to.have.length(24_000);
  });

  it('leaves the pauses to a client that marks its activity itself', () => {
    const { setUp, speak, send, voice } = openPeer({ persona: { tone: 1 }, pace: 0 });
    setUp({ realtimeInputConfig: { automaticActivityDetection: { disabled: true } } });
    send({ realtimeInput: { activityStart: {} } });
    speak(tone(1));
    speak(silence(2));
    expect(voice()).to.have.length(0);
    send({ realtimeInput: { activityEnd: {} } });
    expect(voice()).to.have.length(24_000);
  });

  it('comes late by chance, but whole and in order, on a line that jitters', () => {
    const say = (jitter: number) => {
      const { setUp, send, clock, frames, voice } = openPeer({
        persona: { tone: 3 },
        pace: 1,
        jitter,
      });
      setUp();
      send({ realtimeInput: { text: 'Hello' } });
      const times: number[] = [];
      for (let ms = 0; ms < 4000; ms += 10) {
        while (times.length < kinds(frames).filter((kind) => kind === 'modelTurn').length)
          times.push(ms);
        clock.pass(10);
      }
      return { times, voice: voice() };
    };
    const good = say(0);
    const bad = say(500);
    expect(bad.voice).to.deep.equal(good.voice);
    const late = bad.times.map((ms, i) => ms - good.times[i]!);
    expect(Math.min(...late)).to.be.at.least(0);
    expect(Math.max(...late)).to.be.within(250, 510);
    expect(new Set(late).size).to.be.greaterThan(3);
    expect(say(500).times, 'the same each time').to.deep.equal(bad.times);
  });

  it('speaks faster than real time and completes the turn when it has been played', () => {
    const { setUp, send, clock, frames } = openPeer({ persona: { tone: 3 }, pace: 3 });
    setUp();
    send({ realtimeInput: { text: 'Hello' } });
    expect(kinds(frames).at(-1)).to.equal('modelTurn');
    clock.pass(999);
    expect(kinds(frames)).not.to.include('generationComplete');
    clock.pass(1);
    expect(kinds(frames).at(-1)).to.equal('generationComplete');
    clock.pass(1_999);
    expect(kinds(frames).at(-1)).to.equal('generationComplete');
    clock.pass(1);
    expect(kinds(frames).at(-1)).to.equal('turnComplete');
  });

  it('is interrupted by speech: nothing more of the turn, then its end', () => {
    const { setUp, send, speak, clock, frames } = openPeer({ persona: { tone: 10 } });
    setUp();
    send({ realtimeInput: { text: 'Hello' } });
    clock.pass(100);
    const before = frames.length;
    speak(tone(0.2));
    clock.pass(20_000);
    expect(kinds(frames.slice(before))).to.deep.equal(['interrupted', 'turnComplete']);
    expect(kinds(frames)).not.to.include('generationComplete');
  });

  it('is not interrupted where the client forbids it', () => {
    const { setUp, send, speak, clock, frames, voice } = openPeer({ persona: { tone: 2 } });
    setUp({ realtimeInputConfig: { activityHandling: 'NO_INTERRUPTION' } });
    send({ realtimeInput: { text: 'Hello' } });
    speak(tone(0.5));
    speak(silence(1));
    clock.pass(2_000);
    expect(kinds(frames)).not.to.include('interrupted');
    expect(voice()).to.have.length(48_000);
  });

  it('transcribes both sides only for those who ask', () => {
    const asked = openPeer({ pace: 0 });
    asked.setUp({ inputAudioTranscription: {}, outputAudioTranscription: {} });
    asked.speak(tone(1));
    asked.speak(silence(1));
    expect(transcript(asked.frames)).to.equal('You spoke for 1.0 seconds. You said:');
    expect(kinds(asked.frames)).to.include('inputTranscription');
    const unasked = openPeer({ pace: 0 });
    unasked.setUp();
    unasked.speak(tone(1));
    unasked.speak(silence(1));
    expect(kinds(unasked.frames).filter((kind) => /Transcription/.test(kind))).to.deep.equal([]);
  });
});
