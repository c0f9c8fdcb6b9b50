import { expect } from '@open-wc/testing';
import { dialling } from './dialling.js';
import { end, never, setup, teardown, voice } from './calling.js';
import { hear } from './hearing.js';

describe('a session', () => {
  afterEach(teardown);

  it('opens with a fresh token and delivers every sample in order', async () => {
    const { line, open } = await setup();
    const session = await open();
    const ramp = Int16Array.from({ length: 3200 }, (_, i) => (i * 37) % 65_536);
    for (let i = 0; i < ramp.length; i += 320) session.sendAudio(ramp.subarray(i, i + 320));
    session.endAudio();
    const report = await line.waitFor({ samples: 3200, streamEnds: 1 });
    expect(report.totals).to.include({ samples: 3200, chunks: 10, streamEnds: 1, dials: 1 });
    expect(await line.pcm()).to.deep.equal(ramp);
    expect(session.bufferedAmount).to.equal(0);
    session.close();
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]?.closed?.code).to.equal(1000);
  });

  it('sends everything before it closes', async () => {
    const { line, open } = await setup();
    const session = await open();
    for (let i = 0; i < 200; i++) session.sendAudio(new Int16Array(320).fill(i));
    session.close();
    const { totals } = await line.waitFor({ closed: 1 });
    expect(totals.samples).to.equal(64_000);
  });

  it('is set up as its options say when it dials', async () => {
    const options = { voice: 'Puck', language: '', instructions: '', model: '' };
    const { line, open } = await setup({}, options);
    (await open()).close();
    Object.assign(options, { voice: '', model: 'gemini-x', instructions: 'Be kind.' });
    const { connections } = await line.waitFor({ setups: 1 });
    expect(JSON.parse(JSON.stringify(connections[0]?.setup))).to.deep.equal({
      model: 'models/gemini-3.8-live',
      generationConfig: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } } },
      },
      sessionResumption: {},
      contextWindowCompression: { slidingWindow: {} },
      inputAudioTranscription: {},
      outputAudioTranscription: {},
    });
  });

  it('keeps to the options that it was made with', async () => {
    const { line } = await setup();
    const { baseUrl, tokenUrl } = line;
    const options = { baseUrl, tokenUrl, model: 'gemini-a' };
    const openSession = dialling(options);
    (await openSession({ tools: [], signal: never }, hear().on)).close();
    options.model = 'gemini-b';
    (await openSession({ tools: [], signal: never }, hear().on)).close();
    const { connections } = await line.waitFor({ setups: 2 });
    const models = connections.map(({ setup }) => (setup as { model: string }).model);
    expect(models).to.deep.equal(['models/gemini-a', 'models/gemini-a']);
  });

  for (const text of [false, true]) {
    it(`hears the model in ${text ? 'text' : 'binary'} frames, in the order they were sent (F6)`, async () => {
      const { line, heard, open } = await setup({ text });
      const session = await open();
      // Short and long frames in turn: read as Blobs, the short ones overtake.
      const pieces = Array.from({ length: 60 }, (_, i) =>
        Array.from({ length: i % 2 ? 20_000 : 2 }, () => i),
      );
      await line.do({ frames: [...pieces.map((piece) => voice(piece)), end] });
      await heard.until(() => heard.log.includes('turnComplete'));
      expect(heard.samples).to.deep.equal(pieces.flat());
      // setupComplete, the pieces and the end, beside the handles that come when they like.
      expect(heard.frames).to.be.at.least(62);
      expect(heard.unreadable).to.be.empty;
      session.close();
    });
  }

  it('falls silent when it is interrupted, and counts samples that come late (C12)', async () => {
    const { line, heard, open } = await setup();
    const session = await open();
    const frames = [voice([1, 2]), { serverContent: { interrupted: true } }, voice([3, 4, 5]), end];
    await line.do({ frames: [...frames, voice([6]), end] });
    await heard.until(() => heard.log.filter((name) => name === 'turnComplete').length === 2);
    expect(heard.samples).to.deep.equal([1, 2, 6]);
    expect(heard.discarded).to.equal(3);
    session.close();
  });

  for (const [sign, next] of Object.entries({
    'in its own frame': [
      { serverContent: { inputTranscription: { text: 'Stop!' } } },
      voice([6, 7]),
    ],
    'beside its first sample': [
      { serverContent: { ...voice([6, 7]).serverContent, outputTranscription: { text: 'Sure.' } } },
    ],
  })) {
    it(`says all of the turn behind an interrupted one that never ended, with its sign ${sign} (F15)`, async () => {
      const { line, heard, open } = await setup();
      const session = await open();
      const interrupted = { serverContent: { interrupted: true } };
      await line.do({ frames: [voice([1, 2]), interrupted, voice([3, 4, 5]), ...next, end] });
      await heard.until(() => heard.log.includes('turnComplete'));
      expect(heard.samples).to.deep.equal([1, 2, 6, 7]);
      expect(heard.discarded).to.equal(3);
      session.close();
    });
  }

  const bad: Record<string, [frames: unknown[], unreadable: string[]]> = {
    'is no JSON (F1)': [['{oops'], ['JSON']],
    'has the wrong types (F2)': [
      ['[]', { serverContent: 7 }],
      ['frame', 'serverContent'],
    ],
    'has corrupt audio (F4)': [
      [
        {
          serverContent: {
            modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm', data: '@@@@' } }] },
          },
        },
      ],
      ['base64'],
    ],
    'says setupComplete again (F8)': [[{ setupComplete: {} }], []],
  };
  for (const [name, [frames, unreadable]] of Object.entries(bad)) {
    it(`reports a frame that ${name} and hears the rest`, async () => {
      const { line, heard, open } = await setup();
      const session = await open();
      await line.do({ frames: [voice([1]), ...frames, voice([2]), end] });
      await heard.until(() => heard.log.includes('turnComplete'));
      expect(heard.samples).to.deep.equal([1, 2]);
      expect(heard.unreadable).to.deep.equal(unreadable);
      expect(heard.lost).to.be.empty;
      session.close();
    });
  }

  it('refuses a giant frame and hears the rest (F3)', async () => {
    const { line, heard, open } = await setup();
    const session = await open();
    const giant = JSON.stringify({ padding: 'x'.repeat(9 * 2 ** 20) });
    await line.do({ frames: [voice([1]), giant, voice([2]), end] });
    await heard.until(() => heard.log.includes('turnComplete'));
    expect(heard.samples).to.deep.equal([1, 2]);
    expect(heard.unreadable).to.have.length(1);
    session.close();
  });
});
