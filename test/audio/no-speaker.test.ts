import { expect } from '@open-wc/testing';
import type { CallError } from '../../src/call/errors.js';
import { openHeard } from '../helpers/open-audio.js';

describe('a call without an audio output', () => {
  const { mediaDevices } = navigator;
  const RealContext = globalThis.AudioContext;
  const { resume } = RealContext.prototype;
  let kinds: MediaDeviceKind[];
  let contexts: AudioContext[];
  let audio: ReturnType<typeof openHeard>;

  beforeEach(() => {
    kinds = ['audioinput', 'videoinput'];
    contexts = [];
    mediaDevices.enumerateDevices = async () =>
      kinds.map((kind) => ({ kind, label: kind, deviceId: kind, groupId: kind }) as never);
    globalThis.AudioContext = class extends RealContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
  });
  afterEach(async () => {
    globalThis.AudioContext = RealContext;
    RealContext.prototype.resume = resume;
    Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
    Reflect.deleteProperty(navigator, 'getAutoplayPolicy');
    await audio.close();
  });

  /** Opens audio that stands still. */
  function openStill(): void {
    RealContext.prototype.resume = () => new Promise(() => {});
    audio = openHeard();
    void contexts[0]!.suspend();
  }

  const failure = () =>
    audio.microphone.taped.then(
      () => undefined,
      (error: unknown) => error as CallError,
    );

  for (const policy of [undefined, 'allowed']) {
    it(`says so when its audio does not run though the browser’s policy is ${policy}, and asks for no tap in vain (J4)`, async () => {
      if (policy) Object.assign(navigator, { getAutoplayPolicy: () => policy });
      openStill();
      const error = await failure();
      expect(error?.code).to.equal('no-speaker');
      expect(error?.detail).to.equal('the AudioContext is suspended, and there is no audio output');
      expect(audio.warnings).to.not.include('blocked');
    });
  }

  it('goes on where the audio plays all the same (J4)', async () => {
    audio = openHeard();
    await audio.microphone.taped;
    await audio.until(() => audio.captured() > 4000);
    expect(audio.failures).to.deep.equal([]);
  });

  it('says so when one audio engine after another breaks (J4)', async () => {
    audio = openHeard();
    await audio.microphone.taped;
    for (let broken = 0; broken < 3; broken++) {
      await audio.until(() => contexts.length > broken);
      contexts[broken]!.dispatchEvent(new Event('error'));
    }
    await audio.until(() => audio.failures.length > 0);
    expect(audio.failures[0]?.code).to.equal('no-speaker');
  });

  const innocent: readonly [title: string, arrange: () => unknown][] = [
    ['lists one', () => kinds.push('audiooutput')],
    ['names no device', () => (mediaDevices.enumerateDevices = async () => [])],
    [
      'lets no page play without a tap',
      () => Object.assign(navigator, { getAutoplayPolicy: () => 'disallowed' }),
    ],
  ];
  for (const [title, arrange] of innocent) {
    it(`is not assumed where the browser ${title}: the caller is asked for a tap (J4)`, async () => {
      arrange();
      openStill();
      await audio.until(() => audio.warnings.includes('blocked'));
      RealContext.prototype.resume = resume;
      document.body.dispatchEvent(new Event('keydown', { bubbles: true }));
      await audio.microphone.taped;
    });
  }
});
