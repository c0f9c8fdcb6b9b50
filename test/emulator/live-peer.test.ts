import { expect } from '@open-wc/testing';
import { Sessions } from '../../demo/emulator/sessions.js';
import { type Frame, openPeer, silence, tone } from './peer.js';

const kinds = (frames: readonly Frame[]) =>
  frames.map((frame) => Object.keys(frame.serverContent ?? frame).join('+'));

const lastHandle = (frames: readonly Frame[]) =>
  frames.flatMap(({ sessionResumptionUpdate: update }) => update?.newHandle ?? []).at(-1)!;

describe('the emulated Live API: setup', () => {
  it('says setupComplete after the delay of the script', () => {
    const { send, clock, frames } = openPeer({ setupDelay: 300 });
    send({ setup: { model: 'models/gemini-3.8-live' } });
    clock.pass(299);
    expect(frames).to.deep.equal([]);
    clock.pass(1);
    expect(frames).to.deep.equal([{ setupComplete: {} }]);
  });

  it('never says setupComplete on a line that hangs', () => {
    const { setUp, clock, frames } = openPeer({ hang: 'setup' });
    setUp();
    clock.pass(3_600_000);
    expect(frames).to.deep.equal([]);
  });

  const audio = { realtimeInput: { audio: { data: '', mimeType: 'audio/pcm;rate=16000' } } };
  const refused: [string, object[], number, RegExp][] = [
    ['audio before the setup', [audio], 1007, /first message/],
    [
      'audio before setupComplete',
      [{ setup: { model: 'models/m' } }, audio],
      1007,
      /setupComplete/,
    ],
    ['a setup without a model', [{ setup: {} }], 1007, /model is required/],
    [
      'a model that is no resource name',
      [{ setup: { model: 'm' } }],
      1008,
      /^m is not found for API version v1beta/,
    ],
    [
      'an unknown field',
      [{ setup: { model: 'models/m', generationConfig: { modalities: [] } } }],
      1007,
      /Unknown name "modalities" at 'setup.generationConfig': Cannot find field/,
    ],
    ['an unknown message', [{ hello: {} }], 1007, /Unknown name "hello": Cannot find field/],
    [
      'two messages in a frame',
      [{ setup: { model: 'models/m' }, clientContent: {} }],
      1007,
      /invalid argument/,
    ],
    [
      'a null handle',
      [{ setup: { model: 'models/m', sessionResumption: { handle: null } } }],
      1008,
      /handle/,
    ],
    [
      'an unknown handle',
      [{ setup: { model: 'models/m', sessionResumption: { handle: 'x' } } }],
      1008,
      /not found/,
    ],
  ];
  for (const [what, messages, code, reason] of refused)
    it(`hangs up on ${what}`, () => {
      const { send, closed } = openPeer({ setupDelay: 1 });
      for (const message of messages) send(message);
      expect(closed).to.have.length(1);
      expect(closed[0]?.code).to.equal(code);
      expect(closed[0]?.reason).to.match(reason);
    });

  it('knows voices by their exact names', () => {
    const speech = (voiceName: string) => ({
      generationConfig: { speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } } },
    });
    const known = openPeer();
    known.setUp(speech('Zephyr'));
    expect(known.closed).to.deep.equal([]);
    const unknown = openPeer();
    unknown.setUp(speech('zephyr'));
    expect(unknown.closed[0]?.code).to.equal(1007);
    expect(unknown.frames).to.deep.equal([]);
  });

  it('hangs up on a second setup', () => {
    const { setUp, closed } = openPeer();
    setUp();
    setUp();
    expect(closed[0]?.code).to.equal(1007);
  });
});

describe('the emulated Live API: input', () => {
  it('hears every sample, in order, up to full scale', () => {
    const { setUp, speak, heard } = openPeer({ persona: 'silent' });
    setUp();
    const ramp = Int16Array.from({ length: 1_000 }, (_, index) => index * 65 - 32_768);
    speak(ramp);
    expect(heard.flatMap((chunk) => [...chunk])).to.deep.equal([...ramp]);
  });

  it('takes other rates and names the samples as they came', () => {
    const { setUp, speak, heard, clock, voice } = openPeer({ persona: { tone: 1 }, pace: 0 });
    setUp();
    speak(tone(0.5, 48_000), 48_000);
    speak(silence(3), 48_000);
    clock.pass(0);
    expect(heard.reduce((sum, { length }) => sum + length, 0)).to.equal(24_000 + 48_000);
    expect(voice()).to.have.length(24_000);
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

describe('the emulated Live API: turns', () => {
  const seconds = (frames: readonly Frame[]) =>
    kinds(frames).filter((kind) => kind === 'modelTurn').length;

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

  it('speaks faster than real time and completes the turn when it has been played', () => {
    const { setUp, send, clock, frames } = openPeer({ persona: { tone: 3 }, pace: 3 });
    setUp();
    send({ realtimeInput: { text: 'Hello' } });
    expect(seconds(frames)).to.equal(1);
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
    const texts = asked.frames.map(
      ({ serverContent: content }) => content?.outputTranscription?.text ?? '',
    );
    expect(texts.join('')).to.equal('You spoke for 1.0 seconds. You said:');
    expect(kinds(asked.frames)).to.include('inputTranscription');
    const unasked = openPeer({ pace: 0 });
    unasked.setUp();
    unasked.speak(tone(1));
    unasked.speak(silence(1));
    expect(kinds(unasked.frames).filter((kind) => /Transcription/.test(kind))).to.deep.equal([]);
  });
});

describe('the emulated Live API: the end of a connection', () => {
  it('goes away when it said it would', () => {
    const { setUp, peer, clock, frames, closed } = openPeer();
    setUp();
    peer.goAway('50s');
    expect(frames.at(-1)).to.deep.equal({ goAway: { timeLeft: '50s' } });
    clock.pass(49_999);
    expect(closed).to.deep.equal([]);
    clock.pass(1);
    expect(closed[0]?.code).to.equal(1011);
  });

  const resumption = (handle?: string) => ({ sessionResumption: handle ? { handle } : {} });

  it('offers no handle to those who did not ask', () => {
    const { setUp, frames } = openPeer();
    setUp();
    expect(kinds(frames)).to.deep.equal(['setupComplete']);
  });

  it('offers a handle at rest and none while it speaks', () => {
    const { setUp, send, clock, frames } = openPeer({ persona: { tone: 1 } });
    setUp(resumption());
    const updates = () => frames.flatMap(({ sessionResumptionUpdate: update }) => update ?? []);
    expect(updates().map(({ resumable }) => resumable)).to.deep.equal([true]);
    send({ realtimeInput: { text: 'Hello' } });
    expect(updates().at(-1)).to.deep.equal({ resumable: false });
    clock.pass(1_000);
    expect(updates().at(-1)?.resumable).to.equal(true);
    expect(updates().at(-1)?.newHandle).to.not.equal(updates()[0]?.newHandle);
  });

  it('resumes once the old connection is gone, and not before', () => {
    const first = openPeer();
    first.setUp(resumption());
    const handle = lastHandle(first.frames);
    const early = openPeer({}, first);
    early.setUp(resumption(handle));
    expect(early.closed[0]?.code).to.equal(1011);
    first.peer.end();
    const late = openPeer({}, first);
    late.setUp(resumption(handle));
    expect(kinds(late.frames)).to.deep.equal(['setupComplete', 'sessionResumptionUpdate']);
  });

  it('forgets a session two hours after its end', () => {
    const first = openPeer();
    first.setUp(resumption());
    first.peer.end();
    first.clock.pass(2 * 3_600_000);
    const late = openPeer({}, first);
    late.setUp(resumption(lastHandle(first.frames)));
    expect(late.closed[0]?.code).to.equal(1008);
  });

  it('resumes with what it had heard when it gave the handle, and not with what came after', () => {
    const first = openPeer({ persona: { tone: 10 }, pace: 1 });
    first.setUp(resumption());
    first.send({ realtimeInput: { text: 'Hello' } });
    // Breaking in ends the turn in mid-word: the handle that follows knows the word's beginning.
    first.speak(tone(0.5));
    first.peer.end();
    const second = openPeer({ pace: 0 }, first);
    second.setUp({ ...resumption(lastHandle(first.frames)), outputAudioTranscription: {} });
    second.speak(tone(1));
    second.speak(silence(1));
    const words = second.frames.map(
      ({ serverContent }) => serverContent?.outputTranscription?.text ?? '',
    );
    expect(words.join('')).to.equal('You spoke for 1.1 seconds. You said:');
  });

  it('knows nothing of the sessions of other lines', () => {
    const first = openPeer();
    first.setUp(resumption());
    first.peer.end();
    const other = openPeer({}, { ...first, sessions: new Sessions(first.clock) });
    other.setUp(resumption(lastHandle(first.frames)));
    expect(other.closed[0]?.code).to.equal(1008);
  });

  it('acknowledges as Vertex does where the script asks for it', () => {
    const { setUp, speak, frames } = openPeer({ acks: 10 });
    setUp(resumption());
    speak(silence(0.5));
    const indices = frames.flatMap(({ sessionResumptionUpdate: update }) =>
      update && 'lastConsumedClientMessageIndex' in update
        ? [update.lastConsumedClientMessageIndex]
        : [],
    );
    expect(indices).to.deep.equal(['10', '20']);
  });
});
