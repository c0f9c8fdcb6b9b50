import { expect } from '@open-wc/testing';
import {
  useFakeMicrophone,
  type FakeMicrophone,
  type FakeMicrophoneOptions,
} from '../../src/testing/page.js';
import { callOn, next, reaches, until } from '../helpers/call.js';

describe('the fake microphone of live-call/testing/page', () => {
  const { mediaDevices } = navigator;
  let microphone: FakeMicrophone | undefined;

  function use(options?: FakeMicrophoneOptions): FakeMicrophone {
    microphone = useFakeMicrophone(options);
    return microphone;
  }

  afterEach(() => {
    microphone?.restore();
    microphone = undefined;
  });

  /** Loudest sample at a position of what a line has heard, from -32768 to 32767. */
  const peak = (samples: Int16Array, from = 0, to = samples.length) =>
    samples.subarray(from, to).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

  it('is a quiet room until it speaks, and the caller is heard and answered', async () => {
    const fake = use();
    const { call, line } = await callOn({ persona: [{ heard: 'Hello?', say: 'Good morning!' }] });
    await call.start();
    await line.waitFor({ samples: 4_800 });
    const before = await line.heard();
    expect(peak(before)).to.be.within(1, 10);
    await fake.speak(0.6);
    await line.waitFor({ turns: 1 });
    const heard = await line.heard();
    expect(peak(heard)).to.be.above(5_000);
    const loud = heard.findIndex((sample) => Math.abs(sample) > 1_000);
    const last = heard.findLastIndex((sample) => Math.abs(sample) > 1_000);
    expect((last - loud) / 16_000).to.be.within(0.4, 0.8);
    await until(() => call.transcript.length === 2);
    expect(call.transcript.map(({ text }) => text)[0]).to.equal('Hello?');
    await call.stop();
    await line.close();
  });

  it('plays samples, and an address, in the order in which they were given', async () => {
    const fake = use({ sampleRate: 16_000 });
    const { call, line } = await callOn();
    await call.start();
    const low = new Float32Array(3_200).fill(0.25);
    const header = [0x46464952, 36 + 6_400, 0x45564157, 0x20746d66, 16, 0x10001, 16_000, 32_000];
    const wav = new Blob([
      Uint32Array.of(...header, 0x100002, 0x61746164, 6_400),
      new Int16Array(3_200).fill(-16_384),
    ]);
    await Promise.all([fake.speak(low), fake.speak(URL.createObjectURL(wav))]);
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + 3_200 });
    const heard = await line.heard();
    const first = heard.findIndex((sample) => sample > 7_000);
    const second = heard.findIndex((sample) => sample < -14_000);
    // The second begins when the first is over, and on a busy machine a moment later.
    expect(first).to.be.at.least(0);
    expect((second - first) / 16_000).to.be.at.least(0.19);
    // Two at once would be half as loud.
    const alone = heard.filter((sample) => sample < -14_000);
    expect(alone.length / 16_000).to.be.at.least(0.19);
    await call.stop();
    await line.close();
  });

  it('tells a test that an address has no sound, and speaks on', async () => {
    const fake = use();
    await mediaDevices.getUserMedia({ audio: true });
    const error = await fake.speak('/no-such.wav').catch((reason: Error) => reason.message);
    expect(error).to.match(/no-such\.wav/);
    await fake.speak(0.01);
  });

  it('goes on with a tone until it is silenced', async () => {
    const fake = use({ say: 'tone' });
    const { call, line } = await callOn();
    await call.start();
    await line.waitFor({ samples: 16_000 });
    expect(peak(await line.heard(), 8_000)).to.be.above(5_000);
    fake.silence();
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + 24_000 });
    const heard = await line.heard();
    expect(peak(heard, heard.length - 3_200)).to.be.below(10);
    await call.stop();
    await line.close();
  });

  it('is refused, and then allowed', async () => {
    const fake = use();
    const { call, line } = await callOn();
    fake.refuse();
    const error = await call.start().catch((reason: { code: string }) => reason.code);
    expect(error).to.equal('mic-denied');
    fake.refuse('NotReadableError');
    const busy = await call.start().catch((reason: { code: string }) => reason.code);
    expect(busy).to.equal('mic-busy');
    fake.allow();
    await call.start();
    await reaches(call, 'streaming');
    await call.stop();
    await line.close();
  });

  it('is unplugged in a call, and plugged in again for the next', async () => {
    const fake = use();
    let changes = 0;
    const count = () => (changes += 1);
    mediaDevices.addEventListener('devicechange', count);
    const { call, line } = await callOn();
    await call.start();
    expect((await call.listDevices()).microphones).to.deep.equal([
      { id: 'fake-microphone', label: 'Fake microphone' },
    ]);
    const ended = next(call, 'callerror');
    fake.unplug();
    expect((await ended).error.code).to.equal('mic-lost');
    expect((await call.listDevices()).microphones).to.deep.equal([]);
    const error = await call.start().catch((reason: { code: string }) => reason.code);
    expect(error).to.equal('no-mic');
    fake.plugIn();
    mediaDevices.removeEventListener('devicechange', count);
    expect(changes).to.equal(2);
    await call.start();
    await reaches(call, 'streaming');
    await call.stop();
    await line.close();
  });

  it('is chosen by its id, and no other device is there', async () => {
    use();
    const exactly = (deviceId: string) =>
      mediaDevices.getUserMedia({ audio: { deviceId: { exact: deviceId } } });
    const [track] = (await exactly('fake-microphone')).getAudioTracks();
    expect(track?.getSettings().deviceId).to.equal('fake-microphone');
    const error = await exactly('another').catch(({ name }: Error) => name);
    expect(error).to.equal('OverconstrainedError');
  });

  it('gives the real microphone back, and ends what it was saying', async () => {
    const { getUserMedia } = mediaDevices;
    const fake = use();
    expect(mediaDevices.getUserMedia).to.not.equal(getUserMedia);
    const stream = await mediaDevices.getUserMedia({ audio: true });
    const said = fake.speak(60);
    await new Promise((resolve) => setTimeout(resolve));
    fake.restore();
    await said;
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('ended');
    expect(mediaDevices.getUserMedia).to.equal(getUserMedia);
    expect(Object.getOwnPropertyNames(mediaDevices)).to.deep.equal([]);
  });
});
