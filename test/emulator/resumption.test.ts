import { expect } from '@open-wc/testing';
import { Sessions } from '../../src/testing/emulator/sessions.js';
import { type Frame, kinds, openPeer, silence, tone, transcript } from './peer.js';

const lastHandle = (frames: readonly Frame[]) =>
  frames.flatMap(({ sessionResumptionUpdate: update }) => update?.newHandle ?? []).at(-1)!;

const updatesIn = (frames: readonly Frame[]) =>
  frames.flatMap(({ sessionResumptionUpdate: update }) => update ?? []);

const resumption = (handle?: string) => ({ sessionResumption: handle ? { handle } : {} });

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

  it('is cut when its time is over, without a word before', () => {
    const { setUp, clock, frames, closed } = openPeer({ lifetime: 600_000 });
    setUp();
    clock.pass(599_999);
    expect(closed).to.deep.equal([]);
    clock.pass(1);
    expect(closed[0]).to.include({ code: 1011 });
    expect(closed[0]?.reason).to.match(/^Deadline expired/);
    expect(kinds(frames)).to.deep.equal(['setupComplete']);
  });

  it('offers no handle to those who did not ask', () => {
    const { setUp, frames } = openPeer();
    setUp();
    expect(kinds(frames)).to.deep.equal(['setupComplete']);
  });

  it('offers a handle at rest and none while it speaks', () => {
    const { setUp, send, clock, frames } = openPeer({ persona: { tone: 1 } });
    setUp(resumption());
    const updates = () => updatesIn(frames);
    expect(updates().map(({ resumable }) => resumable)).to.deep.equal([true]);
    send({ realtimeInput: { text: 'Hello' } });
    expect(updates().at(-1)).to.deep.equal({ resumable: false });
    clock.pass(1_000);
    expect(updates().at(-1)?.resumable).to.equal(true);
    expect(updates().at(-1)?.newHandle).to.not.equal(updates()[0]?.newHandle);
  });

  it('offers a handle while it listens as often as the script says, and none while it speaks', () => {
    const { setUp, send, speak, clock, frames } = openPeer({
      persona: { tone: 1 },
      handleEvery: 8_000,
    });
    setUp(resumption());
    const handles = () => updatesIn(frames).filter(({ resumable }) => resumable).length;
    speak(silence(0.48));
    expect(handles()).to.equal(1);
    speak(silence(0.02));
    expect(handles()).to.equal(2);
    speak(silence(1));
    expect(handles()).to.equal(4);
    send({ realtimeInput: { text: 'Hello' } });
    speak(silence(2));
    expect(handles()).to.equal(4);
    clock.pass(1_000);
    expect(handles()).to.equal(5);
    speak(silence(0.48));
    expect(handles()).to.equal(5);
    speak(silence(0.02));
    expect(handles()).to.equal(6);
  });

  it('resumes with what it had heard at a handle that it gave while it listened', () => {
    const first = openPeer({ handleEvery: 8_000 });
    first.setUp(resumption());
    first.speak(tone(0.5));
    const handle = lastHandle(first.frames);
    first.speak(tone(0.4));
    first.peer.end();
    const second = openPeer({ pace: 0 }, first);
    second.setUp({ ...resumption(handle), outputAudioTranscription: {} });
    second.speak(tone(0.5));
    second.speak(silence(1));
    expect(transcript(second.frames)).to.equal('You spoke for 1.0 seconds. You said:');
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
    expect(transcript(second.frames)).to.equal('You spoke for 1.1 seconds. You said:');
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
