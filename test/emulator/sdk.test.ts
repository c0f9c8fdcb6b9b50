import { expect } from '@open-wc/testing';
import { GoogleGenAI, type LiveServerMessage, Modality, type Session } from '@google/genai/web';
import { joinPcm, pcmToBase64 } from '../../src/testing/emulator/pcm.js';
import { openLine, type TestLine } from '../helpers/line.js';
import { silence, tone } from './peer.js';

const model = 'gemini-3.8-live';
const config = { responseModalities: [Modality.AUDIO] };

const client = (line: TestLine, apiKey = 'test', apiVersion = 'v1beta') =>
  new GoogleGenAI({ apiKey, httpOptions: { baseUrl: line.baseUrl, apiVersion } });

/** Dials with the stock SDK and collects what it hands on until `until` holds. */
const connect = async (ai: GoogleGenAI, until: (message: LiveServerMessage) => boolean) => {
  const messages: LiveServerMessage[] = [];
  let finish: (all: LiveServerMessage[]) => void;
  const done = new Promise<LiveServerMessage[]>((resolve) => (finish = resolve));
  const session = await ai.live.connect({
    model,
    config,
    callbacks: {
      onmessage(message) {
        messages.push(message);
        if (until(message)) finish(messages);
      },
    },
  });
  return { session, done };
};

const sendPcm = (session: Session, samples: Int16Array) => {
  for (let at = 0; at < samples.length; at += 320) {
    const data = pcmToBase64(samples.slice(at, at + 320));
    session.sendRealtimeInput({ audio: { data, mimeType: 'audio/pcm;rate=16000' } });
  }
};

const turnComplete = (message: LiveServerMessage) => !!message.serverContent?.turnComplete;

const rejection = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'It connected.',
    (error: Error) => error.message,
  );

describe('the stock SDK on the emulator', () => {
  it('holds a whole turn: two slashes in its path, speech up, a voice down, the cost in the last message', async () => {
    const line = await openLine({ persona: { tone: 1 }, setupDelay: 50, pace: 0 });
    const { session, done } = await connect(client(line), turnComplete);
    sendPcm(session, tone(0.5));
    session.sendRealtimeInput({ audioStreamEnd: true });
    const messages = await done;
    const samples = messages
      .flatMap(({ serverContent }) => serverContent?.modelTurn?.parts ?? [])
      .reduce((sum, { inlineData }) => sum + atob(inlineData?.data ?? '').length / 2, 0);
    expect(messages[0]).to.have.property('setupComplete');
    expect(samples).to.equal(24_000);
    expect(messages.at(-1)?.usageMetadata?.responseTokenCount).to.equal(25);
    session.close();
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]?.setup).to.deep.equal({
      model: 'models/gemini-3.8-live',
      generationConfig: { responseModalities: ['AUDIO'] },
    });
    expect(connections[0]?.protocolErrors).to.deep.equal([]);
  });

  it('finds every sample it sent counted and kept, over all connections', async () => {
    const line = await openLine({ persona: 'silent' });
    const ramp = Int16Array.from({ length: 3_000 }, (_, index) => index * 21 - 32_768);
    const first = await connect(client(line), () => false);
    sendPcm(first.session, ramp.slice(0, 1_000));
    await line.waitFor({ samples: 1_000 });
    first.session.close();
    const second = await connect(client(line), () => false);
    sendPcm(second.session, ramp.slice(1_000));
    const { totals, connections } = await line.waitFor({ samples: 3_000, closed: 1 });
    expect(totals.samples).to.equal(3_000);
    expect(connections.map(({ samples }) => samples)).to.deep.equal([1_000, 2_000]);
    expect([...(await line.pcm())]).to.deep.equal([...ramp]);
    second.session.close();
  });

  it('breaks in on the model', async () => {
    const line = await openLine({ persona: { tone: 30 }, pace: 1 });
    const { session, done } = await connect(client(line), turnComplete);
    session.sendRealtimeInput({ text: 'Hello' });
    sendPcm(session, tone(0.2));
    const messages = await done;
    expect(messages.some(({ serverContent }) => serverContent?.interrupted)).to.equal(true);
    expect(messages.some(({ serverContent }) => serverContent?.generationComplete)).to.equal(false);
    session.close();
  });

  it('reaches the parrot, which gives back what was said', async () => {
    const line = await openLine({ pace: 0 });
    const { session, done } = await connect(client(line), turnComplete);
    sendPcm(session, joinPcm([tone(1), silence(1)]));
    const pieces = (await done).flatMap(
      ({ serverContent }) => serverContent?.modelTurn?.parts ?? [],
    );
    const bytes = pieces.reduce(
      (sum, { inlineData }) => sum + atob(inlineData?.data ?? '').length,
      0,
    );
    expect(bytes / 2).to.be.at.least(24_000);
    session.close();
  });

  it('connects with a token once', async () => {
    const line = await openLine();
    const ai = client(line, await line.token(), 'v1alpha');
    const { session } = await connect(ai, () => false);
    session.close();
    expect(await rejection(connect(ai, () => false))).to.match(/1008.*used too many times/);
  });

  it('makes a token whose setup wins over its own', async () => {
    const line = await openLine();
    const { name } = await client(line, 'test', 'v1alpha').authTokens.create({
      config: {
        uses: 1,
        liveConnectConstraints: { model: 'gemini-locked', config: { ...config, temperature: 0 } },
      },
    });
    const { session } = await connect(client(line, name, 'v1alpha'), () => false);
    session.close();
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]?.setup?.['model']).to.equal('models/gemini-locked');
  });

  it('is told that its key is not valid', async () => {
    const line = await openLine({ apiKey: 'the right one' });
    expect(await rejection(connect(client(line, 'a wrong one'), () => false))).to.match(
      /API key not valid. Please pass a valid API key./,
    );
    const { session } = await connect(client(line, 'the right one'), () => false);
    session.close();
    const mint = client(line, 'a wrong one', 'v1alpha').authTokens.create({ config: {} });
    expect(await rejection(mint)).to.match(/API key not valid/);
  });

  it('is hung up on before setupComplete', async () => {
    const line = await openLine({ closeBeforeSetup: { code: 1011, reason: 'Internal error.' } });
    expect(await rejection(connect(client(line), () => false))).to.match(/1011.*Internal error/);
  });

  it('is refused by HTTP', async () => {
    const line = await openLine({ refuse: 403 });
    expect(await rejection(connect(client(line), () => false))).to.match(/WebSocket error/);
    expect((await line.report()).totals).to.include({ dials: 1, connections: 0 });
  });
});
