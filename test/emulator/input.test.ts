import { expect } from '@open-wc/testing';
import { openPeer, silence, tone, transcript } from './peer.js';

describe('the emulated Live API: input', () => {
  it('hears every sample, in order, up to full scale', () => {
    const { setUp, speak, heard } = openPeer({ persona: 'silent' });
    setUp();
    const ramp = Int16Array.from({ length: 1_000 }, (_, index) => index * 65 - 32_768);
    speak(ramp);
    expect(heard.flatMap((chunk) => [...chunk])).to.deep.equal([...ramp]);
  });

  it('takes other rates, and counts the samples as they came', () => {
    const { setUp, speak, heard, frames } = openPeer({ pace: 0 });
    setUp({ outputAudioTranscription: {} });
    speak(tone(0.5, 48_000), 48_000);
    speak(new Int16Array(48_000), 48_000);
    expect(heard.reduce((sum, { length }) => sum + length, 0)).to.equal(24_000 + 48_000);
    expect(transcript(frames)).to.equal('You spoke for 0.5 seconds. You said:');
  });

  for (const [what, blob] of [
    ['compressed audio', { data: 'AAAA', mimeType: 'audio/webm' }],
    ['audio without a rate', { data: 'AAAA', mimeType: 'audio/pcm' }],
    ['base64 that is none', { data: '@@@@', mimeType: 'audio/pcm;rate=16000' }],
    ['half a sample', { data: 'AAAA', mimeType: 'audio/pcm;rate=16000' }],
  ] as const)
    it(`hangs up on ${what}`, () => {
      const { setUp, send, closed } = openPeer();
      setUp();
      send({ realtimeInput: { audio: blob } });
      expect(closed[0]?.code).to.equal(1007);
    });

  const setUpMarked = { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } };
  const start = { realtimeInput: { activityStart: {} } };
  const end = { realtimeInput: { activityEnd: {} } };

  it('answers what lies between the marks of a client that finds speech itself, and once', () => {
    const { setUp, send, speak, marks, errors, frames, voice } = openPeer({ pace: 0 });
    setUp({ ...setUpMarked, outputAudioTranscription: {} });
    send(start);
    speak(tone(1));
    speak(silence(3));
    expect(voice(), 'before the end').to.have.length(0);
    send(end);
    expect(transcript(frames)).to.equal('You spoke for 4.0 seconds. You said:');
    expect(marks).to.deep.equal(['start', 'end']);
    expect(errors).to.deep.equal([]);
  });

  it('notes what does not belong where speech is marked, and goes on', () => {
    const { setUp, send, speak, errors, closed } = openPeer();
    setUp(setUpMarked);
    speak(tone(0.02));
    send({ realtimeInput: { audioStreamEnd: true } });
    send(end);
    send(start);
    send(start);
    expect(errors).to.deep.equal([
      'audio outside of the speech that is marked',
      'audioStreamEnd where speech is marked',
      'a second end of speech',
      'a second start of speech',
    ]);
    expect(closed).to.deep.equal([]);
  });

  it('hangs up on marks where it finds speech itself', () => {
    const { setUp, send, closed } = openPeer();
    setUp();
    send(start);
    expect(closed[0]?.code).to.equal(1007);
  });

  it('hangs up on audio while a blocking tool call is pending, and hears on once it is answered', () => {
    const call = { toolCall: { functionCalls: [{ id: 'c1', name: 'look', args: {} }] } };
    const tools = [{ functionDeclarations: [{ name: 'look', behavior: 'BLOCKING' }] }];
    const answered = openPeer();
    answered.setUp({ tools });
    answered.peer.say({ frames: [call] });
    answered.send({
      toolResponse: { functionResponses: [{ id: 'c1', name: 'look', response: {} }] },
    });
    answered.speak(silence(0.1));
    expect(answered.closed).to.deep.equal([]);

    const pending = openPeer();
    pending.setUp({ tools });
    pending.peer.say({ frames: [call] });
    pending.speak(silence(0.02));
    expect(pending.closed).to.deep.equal([{ code: 1008, reason: 'The operation was aborted.' }]);
  });
});
