import { expect } from '@open-wc/testing';
import { openAudio } from '../src/audio/audio.js';
import { Intake } from '../src/connection/intake.js';
import { callOn, until } from './helpers/call.js';
import { withSignal, withSilence } from './helpers/signal-microphone.js';

/** Audio that is muted from the start and hears `signal`; `told` is whether the caller talks. */
async function muted(within: typeof withSilence) {
  const told: boolean[] = [];
  const captured: number[] = [];
  const aborter = new AbortController();
  const intake = new Intake({
    report: (report) => captured.push(report.captured),
    chunk: () => {},
    paused: () => {},
  });
  const audio = within(() =>
    openAudio(
      {
        devices: {},
        maxHold: 30,
        muted: true,
        volume: 1,
        microphone: {
          warned: () => {},
          failed: () => {},
          talkingMuted: (talking) => told.push(talking),
        },
        lines: {
          tape: (line, heard) => intake.use(line, heard),
          missed: () => {},
          voice: () => {},
        },
      },
      aborter.signal,
    ),
  );
  await audio.microphone.taped;
  return { audio, told, captured, microphone: audio.microphone };
}

const speaking = <T>(start: () => T) => withSignal(48_000, start);

/** The contexts that were made. */
const contexts: AudioContext[] = [];
const RealContext = globalThis.AudioContext;
globalThis.AudioContext = class extends RealContext {
  constructor(options?: AudioContextOptions) {
    super(options);
    contexts.push(this);
  }
};

/** The clones of tracks that live. */
let clones: MediaStreamTrack[];
const clone = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'clone')!;
beforeEach(() => {
  clones = [];
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const made = (clone.value as typeof this.clone).call(this);
    clones.push(made);
    return made;
  };
});
afterEach(() => Object.defineProperty(MediaStreamTrack.prototype, 'clone', clone));
const living = () => clones.filter(({ readyState }) => readyState === 'live').length;

describe('a caller who talks while muted', () => {
  it('is noticed, though nothing of it is recorded, until they unmute', async () => {
    const { audio, told, captured, microphone } = await muted(speaking);
    await until(() => told.length === 1);
    expect(told).to.deep.equal([true]);
    expect(Math.max(...captured)).to.equal(0);
    expect(living()).to.equal(1);
    microphone.muted = false;
    expect(told).to.deep.equal([true, false]);
    expect(living()).to.equal(0);
    await audio.close();
  });

  it('is overheard by nobody once the call is over', async () => {
    const { audio, told } = await muted(speaking);
    await until(() => told.length === 1);
    await audio.close();
    expect(living()).to.equal(0);
    expect(told).to.deep.equal([true, false]);
  });

  it('is not taken for one where it is quiet', async () => {
    const { audio, told } = await muted(withSilence);
    const before = performance.now();
    await until(() => performance.now() - before > 800);
    expect(told).to.deep.equal([]);
    await audio.close();
  });

  it('is not listened to before they mute, and not in a browser that turns its indicator off', async () => {
    const { audio, microphone } = await muted(speaking);
    microphone.muted = false;
    const before = clones.length;
    const policy = Object.getOwnPropertyDescriptor(Document.prototype, 'featurePolicy')!;
    Object.defineProperty(Document.prototype, 'featurePolicy', {
      configurable: true,
      value: undefined,
    });
    microphone.muted = true;
    Object.defineProperty(Document.prototype, 'featurePolicy', policy);
    expect(clones.length).to.equal(before);
    expect(living()).to.equal(0);
    await audio.close();
  });

  it('is muted all the same where the engine has just broken, or the microphone is gone', async () => {
    const { audio, microphone } = await muted(speaking);
    await contexts.at(-1)?.close();
    microphone.muted = false;
    microphone.muted = true;
    await audio.close();
    microphone.muted = false;
    microphone.muted = true;
    expect(living()).to.equal(0);
  });

  it('sends nothing of it in a call', async () => {
    const { call, line } = await callOn();
    call.micMuted = true;
    await speaking(() => call.start());
    await until(() => living() === 1);
    const before = performance.now();
    await until(() => performance.now() - before > 600);
    await call.stop();
    expect(living()).to.equal(0);
    expect(call.ledger.captured).to.equal(0);
    expect((await line.pcm()).length).to.equal(0);
    call.remove();
  });
});
