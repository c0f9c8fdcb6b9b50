import { expect } from '@open-wc/testing';
import type { OpenConnection } from '../../src/testing/emulator/perform.js';
import type { ConnectionReport } from '../../src/testing/emulator/report.js';
import { Line } from '../../src/testing/emulator/line.js';
import { hum } from '../../src/testing/emulator/voice.js';
import { readScript } from '../../src/testing/emulator/script.js';
import { Tokens } from '../../src/testing/emulator/tokens.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { openLine } from '../helpers/line.js';
import { dial, RawSocket, V1BETA } from './raw-socket.js';

const audio = { data: btoa('\0'.repeat(640)), mimeType: 'audio/pcm;rate=16000' };

describe('the script of a line', () => {
  it('names the field that is wrong', () => {
    expect(() => readScript({ personas: 'parrot' })).to.throw('"personas"');
    expect(() => readScript({ persona: 'hawk' })).to.throw('"persona"');
    expect(() => readScript({ tokens: { statusCode: 1 } })).to.throw('"statusCode"');
    expect(() => readScript({ toString: 1 })).to.throw('"toString"');
  });

  it('is refused as a whole when a field is wrong', async () => {
    const line = await openLine({ setupDelay: 1 });
    const change = { setupDelay: 2, hang: 'never' } as unknown as object;
    const error = await line.change(change).catch((thrown: Error) => thrown.message);
    expect(error).to.match(/400.*hang/);
  });

  it('counts from the next connection on when it is changed', async () => {
    const line = await openLine({ text: true });
    const first = await dial(line.baseUrl);
    await line.change({ text: false, closeOnOpen: { code: 1011, reason: 'Busy.' } });
    await line.do({ frames: [{}] });
    expect(await first.nextData()).to.be.an.instanceof(ArrayBuffer);
    const second = new RawSocket(`${line.baseUrl}${V1BETA}.BidiGenerateContent?key=test`);
    expect(await second.closed).to.include({ code: 1011, reason: 'Busy.' });
  });
});

describe('the account of a line', () => {
  let clock: FakeClock;
  const create = (records: boolean) =>
    new Line('1', {}, { clock, voice: hum, tokens: new Tokens(clock) }, records);

  beforeEach(() => {
    clock = new FakeClock();
  });

  it('can be waited for until every count is reached, or the time is up', async () => {
    const line = create(true);
    const given = line.reached({ dials: 2 }, 20_000);
    clock.pass(20_000);
    expect(await given).to.equal(false);
    const reached = line.reached({ dials: 1, tokenRequests: 1 }, 20_000);
    line.dialled();
    line.tokenRequested();
    clock.pass(20_000);
    expect(await reached).to.equal(true);
  });

  it('stays small on a line that is dialled for days', () => {
    const line = create(false);
    line.heard(new Int16Array(320));
    const report = { samples: 320, written: [], marks: [] } as unknown as ConnectionReport;
    for (let call = 0; call < 30; call += 1) line.connected({ report } as OpenConnection);
    expect(line.pcm).to.have.length(0);
    expect(line.report.connections).to.have.length(20);
  });
});

describe('a line', () => {
  it('is a parrot where nobody has opened one', async () => {
    const raw = await dial(globalThis.__emulator__);
    raw.socket.close();
    const other = await dial(`${globalThis.__emulator__}/line/nobody`);
    other.socket.close();
  });

  it('keeps a caller waiting before the upgrade', async () => {
    const line = await openLine({ hang: 'tcp' });
    const { socket } = new RawSocket(`${line.baseUrl}${V1BETA}.BidiGenerateContent?key=test`);
    const { totals } = await line.waitFor({ dials: 1 });
    expect(totals.connections).to.equal(0);
    expect(socket.readyState).to.equal(WebSocket.CONNECTING);
    socket.close();
  });

  it('opens late where the script says so', async () => {
    const line = await openLine({ openDelay: 100 });
    const raw = new RawSocket(`${line.baseUrl}${V1BETA}.BidiGenerateContent?key=test`);
    const opened = raw.opened;
    expect((await line.waitFor({ dials: 1 })).totals.connections).to.equal(0);
    await opened;
    raw.socket.close();
  });

  it('refuses an API key on the constrained method and a token on the plain one', async () => {
    const line = await openLine();
    const token = await line.token();
    const plain = new RawSocket(`${line.baseUrl}${V1BETA}.BidiGenerateContent?key=${token}`);
    expect(await plain.closed).to.include({ code: 1008 });
    const constrained = new RawSocket(
      `${line.baseUrl}${V1BETA}.BidiGenerateContentConstrained?access_token=key`,
    );
    expect(await constrained.closed).to.include({ code: 1008 });
  });

  it('drops its callers without a word', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl);
    await line.do({ terminate: true });
    expect(await raw.closed).to.include({ code: 1006, wasClean: false });
  });

  it('closes with a code and a reason, cut to what a close frame holds', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl);
    await line.do({ close: { code: 1011, reason: 'é'.repeat(100) } });
    const { code, reason } = await raw.closed;
    expect(code).to.equal(1011);
    expect(reason).to.equal('é'.repeat(61));
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]?.closed?.code).to.equal(1011);
  });

  it('sends whatever it is told to: objects, broken JSON, bytes', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl);
    await line.do({ frames: [{ anything: 1 }, '{oops'] });
    expect(await raw.nextText()).to.equal('{\n  "anything": 1\n}\n');
    expect(await raw.nextText()).to.equal('{oops');
    await line.do({ binary: btoa('\u00ff\0') });
    const bytes = (await raw.nextData()) as ArrayBuffer;
    expect([...new Uint8Array(bytes)]).to.deep.equal([255, 0]);
    raw.socket.close();
  });

  it('speaks and breaks off when told to', async () => {
    const line = await openLine({ pace: 1 });
    const raw = await dial(line.baseUrl);
    await line.do({ say: 30 });
    await line.do({ interrupted: true });
    const frames = await raw.turn();
    expect(frames.at(0)?.serverContent).to.have.property('modelTurn');
    expect(frames.at(-2)?.serverContent).to.deep.equal({ interrupted: true });
    raw.socket.close();
  });

  it('goes away', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl);
    await line.do({ goAway: '0.05s' });
    expect(await raw.nextFrame()).to.deep.equal({ goAway: { timeLeft: '0.05s' } });
    expect(await raw.closed).to.include({ code: 1011 });
  });

  it('stops reading and goes on', async () => {
    const line = await openLine({ persona: 'silent' });
    const paused = await dial(line.baseUrl);
    await line.do({ pause: true });
    paused.send({ realtimeInput: { audio } });
    const other = await dial(line.baseUrl);
    other.send({ realtimeInput: { audio } });
    const { connections } = await line.waitFor({ chunks: 1 });
    expect(connections.map(({ samples }) => samples)).to.deep.equal([0, 320]);
    await line.do({ pause: false });
    await line.waitFor({ samples: 640 });
    paused.socket.close();
    other.socket.close();
  });

  it('neither hears nor says anything while it is deaf, though it reads', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl);
    await line.do({ deaf: true });
    await line.do({ frames: [{ unsaid: 1 }] });
    await line.do({ deaf: false });
    await line.do({ frames: [{ said: 1 }] });
    expect(await raw.nextFrame()).to.deep.equal({ said: 1 });
    raw.send({ realtimeInput: { audio } });
    await line.waitFor({ chunks: 1 });
    await line.do({ deaf: true });
    raw.send({ realtimeInput: { audio } });
    raw.socket.close(1000);
    expect(await raw.closed).to.include({ code: 1000 });
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]).to.include({ samples: 320 });
  });

  it('lets nobody take a session up while the connection before is open, though that is not read', async () => {
    const line = await openLine();
    const first = await dial(line.baseUrl, { sessionResumption: {} });
    const handle = (await first.nextFrame()).sessionResumptionUpdate?.newHandle;
    const resume = async () => {
      const raw = new RawSocket(`${line.baseUrl}${V1BETA}.BidiGenerateContent?key=test`);
      await raw.opened;
      raw.send({ setup: { model: 'models/gemini-3.8-live', sessionResumption: { handle } } });
      return raw;
    };
    await line.do({ pause: true });
    first.socket.close();
    expect(await (await resume()).closed).to.include({ code: 1011 });
    await line.do({ pause: false });
    await line.waitFor({ closed: 2 });
    const late = await resume();
    expect(await late.nextFrame()).to.deep.equal({ setupComplete: {} });
    late.socket.close();
  });

  it('counts the ends of the audio stream, and the setup that was sent', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl, { labels: { a: 'b' } });
    raw.send({ realtimeInput: { audioStreamEnd: true } });
    const { connections } = await line.waitFor({ streamEnds: 1, setups: 1 });
    expect(connections[0]?.setup).to.deep.include({ labels: { a: 'b' } });
    raw.socket.close();
  });

  it('tells who broke the protocol and how', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl);
    raw.send({ realtimeInput: { sound: audio } });
    await raw.closed;
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]?.protocolErrors[0]).to.match(/Unknown name "sound" at 'realtimeInput'/);
    expect(connections[0]?.closed?.code).to.equal(1007);
  });

  it('says so when nobody is on it', async () => {
    const line = await openLine();
    const error = await line.do({ say: 1 }).catch((thrown: Error) => thrown.message);
    expect(error).to.match(/409/);
  });

  it('hangs up and forgets when it is closed', async () => {
    const line = await openLine();
    const raw = await dial(line.baseUrl);
    await line.close();
    await raw.closed;
    const error = await line.report().catch((thrown: Error) => thrown.message);
    expect(error).to.match(/404/);
  });
});
