import { expect } from '@open-wc/testing';
import * as sdk from '@google/genai/web';
import { sessionConfig } from '../../src/gemini/setup.js';
import { connectLive, type SdkCallbacks, type SdkSocket } from '../../src/gemini/sdk.js';

/** How a setup frame goes on after the voice: these keep a call alive past one connection. */
const continuity =
  '"sessionResumption":{},"inputAudioTranscription":{},"outputAudioTranscription":{},' +
  '"contextWindowCompression":{"slidingWindow":{}}}}';

/** A socket under the SDK whose server is the test. */
function setup(model = 'gemini-3.8-live', config = sessionConfig({})) {
  const sent: string[] = [];
  const calls: string[] = [];
  const bound: SdkCallbacks[] = [];
  const socket: SdkSocket = {
    bind(callbacks) {
      bound.push(callbacks);
      return socket;
    },
    connect: () => calls.push('connect'),
    send: (data) => sent.push(data),
    close: () => calls.push('close'),
  };
  const session = connectLive(socket, model, config);
  const server = bound[0];
  if (!server) throw new Error('the SDK did not use the socket');
  return { session, server, sent, calls, bound };
}

/** Lets everything run that waits for promises only. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

async function open(call: ReturnType<typeof setup>): Promise<sdk.Session> {
  call.server.onopen();
  await settle();
  call.server.onmessage({ data: '{"setupComplete":{}}' });
  return call.session;
}

describe('@google/genai', () => {
  it('is version 3.3.0', async () => {
    const response = await fetch('/node_modules/@google/genai/package.json');
    expect(((await response.json()) as { version: string }).version).to.equal('3.3.0');
  });

  it('has a Live class made of client, auth and sockets, in this order', () => {
    const [client, auth, sockets] = [{}, {}, {}];
    const live: unknown = Reflect.construct(sdk.Live, [client, auth, sockets]);
    expect(sdk.Live).to.have.length(3);
    expect(live).to.include({ apiClient: client, auth, webSocketFactory: sockets });
  });

  it('dials our socket at once, in the task of the click', () => {
    const { bound, calls } = setup();
    expect(bound).to.have.length(1);
    expect(calls).to.deep.equal(['connect']);
  });

  it('asks its client for nothing that ours lacks', async () => {
    const call = setup();
    const session = await open(call);
    session.sendRealtimeInput({ audioStreamEnd: true });
    session.close();
    expect(call.calls).to.deep.equal(['connect', 'close']);
  });

  it('says nothing on the console', async () => {
    const said: unknown[] = [];
    const { warn, log, error, info, debug } = console;
    const note = (...words: unknown[]) => void said.push(words);
    Object.assign(console, { warn: note, log: note, error: note, info: note, debug: note });
    try {
      (await open(setup())).close();
    } finally {
      Object.assign(console, { warn, log, error, info, debug });
    }
    expect(said).to.be.empty;
  });

  it('sends exactly this setup for a full configuration, once the socket is open', async () => {
    const config = sessionConfig({ voice: 'Kore', language: 'de-DE', instructions: 'Sei knapp.' });
    const { server, sent } = setup('gemini-3.8-live', config);
    await settle();
    expect(sent).to.be.empty;
    server.onopen();
    await settle();
    expect(sent).to.deep.equal([
      '{"setup":{"model":"models/gemini-3.8-live","generationConfig":{' +
        '"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":' +
        '{"voiceName":"Kore"}},"languageCode":"de-DE"}},' +
        '"systemInstruction":{"parts":[{"text":"Sei knapp."}],"role":"user"},' +
        continuity,
    ]);
  });

  it('sends exactly this setup for an empty configuration', async () => {
    const { server, sent } = setup();
    server.onopen();
    await settle();
    expect(sent).to.deep.equal([
      '{"setup":{"model":"models/gemini-3.8-live","generationConfig":{"responseModalities":["AUDIO"]},' +
        continuity,
    ]);
  });

  it('sends a language without a voice', async () => {
    const { server, sent } = setup('models/x', sessionConfig({ language: 'fr-FR' }));
    server.onopen();
    await settle();
    expect(sent).to.deep.equal([
      '{"setup":{"model":"models/x","generationConfig":{"responseModalities":["AUDIO"],' +
        '"speechConfig":{"languageCode":"fr-FR"}},' +
        continuity,
    ]);
  });

  it('gives the session after setupComplete, not before', async () => {
    const call = setup();
    let given = false;
    void call.session.then(() => (given = true));
    call.server.onopen();
    await settle();
    expect(given).to.equal(false);
    call.server.onmessage({ data: '{"setupComplete":{}}' });
    expect(await call.session).to.be.instanceOf(sdk.Session);
  });

  it('gives the session before another frame can come', async () => {
    const call = setup();
    call.server.onopen();
    await settle();
    const order: string[] = [];
    call.server.onmessage({ data: '{"setupComplete":{}}' });
    void call.session.then(() => order.push('session'));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => order.push('next task');
    port2.postMessage(0);
    await settle();
    await settle();
    port1.close();
    expect(order[0]).to.equal('session');
  });

  it('rejects when the socket closes before setupComplete, and closes it', async () => {
    const call = setup();
    call.server.onopen();
    await settle();
    call.server.onclose({ code: 1008, reason: 'no' });
    const error = await call.session.catch((error: unknown) => error);
    expect(String(error)).to.include('1008');
    expect(call.calls).to.deep.equal(['connect', 'close']);
  });

  it('rejects when the socket never opens', async () => {
    const { server, session } = setup();
    server.onclose({ code: 1006, reason: '' });
    expect(await session.catch((error: unknown) => error)).to.be.instanceOf(Error);
  });

  it('puts audio, and its end, on the wire in this form', async () => {
    const call = setup();
    const session = await open(call);
    call.sent.length = 0;
    session.sendRealtimeInput({ audio: { data: 'AQI=', mimeType: 'audio/pcm;rate=16000' } });
    session.sendRealtimeInput({ audioStreamEnd: true });
    expect(call.sent).to.deep.equal([
      '{"realtimeInput":{"audio":{"data":"AQI=","mimeType":"audio/pcm;rate=16000"}}}',
      '{"realtimeInput":{"audioStreamEnd":true}}',
    ]);
  });

  it('lets through what the socket throws', async () => {
    const call = setup();
    const session = await open(call);
    const refusal = new Error('not open');
    call.sent.push = () => {
      throw refusal;
    };
    expect(() => session.sendRealtimeInput({ audioStreamEnd: true })).to.throw(refusal);
  });
});
