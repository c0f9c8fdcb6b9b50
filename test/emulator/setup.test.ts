import { expect } from '@open-wc/testing';
import { openPeer } from './peer.js';

const speech = (voiceName: string) => ({
  generationConfig: { speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } } },
});

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
