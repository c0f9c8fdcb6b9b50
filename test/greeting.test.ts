import { expect } from '@open-wc/testing';
import { callOn, reaches, until } from './helpers/call.js';
import type { LineReport } from './helpers/line.js';
import { withSignal, withSilence } from './helpers/signal-microphone.js';

const GREETING = 'Say hello.';

const texts = ({ connections }: LineReport) =>
  connections.map(({ written }) => written.map(({ text }) => text));

async function greeting(script: Parameters<typeof callOn>[0] = {}) {
  const { call, line } = await callOn(script);
  call.setAttribute('greeting', GREETING);
  return { call, line };
}

describe('the greeting', () => {
  it('has the model open the call, once, before any speech, and is no text of the caller', async () => {
    const { call, line } = await greeting({ persona: { tone: 0.2 } });
    await withSilence(() => call.start());
    await until(() => call.ledger.playback.played === 0.2 * 24_000);
    await reaches(call, 'streaming');
    const { connections } = await line.report();
    expect(connections[0]?.written).to.deep.equal([{ text: GREETING, samples: 0 }]);
    expect(call.ledger.texts.written).to.equal(0);
    // The model has spoken, so a new session is not asked for it either, nor told that the caller wrote it.
    await line.change({ refuseHandle: { code: 1008, reason: 'Not found.' } });
    const lost = reaches(call, 'connecting');
    await line.do({ terminate: true });
    await lost;
    await reaches(call, 'streaming');
    call.sendText('hello');
    const report = await line.waitFor({ written: 2 });
    expect(JSON.stringify(report).split(GREETING)).to.have.length(2);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('is asked in each call anew, also without a microphone', async () => {
    const { call, line } = await greeting({ persona: { tone: 0.2 } });
    for (const written of [1, 2]) {
      await call.start({ microphone: false });
      await line.waitFor({ written, turns: written });
      await call.stop();
    }
    expect(texts(await line.report())).to.deep.equal([[GREETING], [GREETING]]);
    call.remove();
    await line.close();
  });

  it('is not asked where it is blank', async () => {
    const { call, line } = await greeting();
    call.greeting = ' \n';
    await call.start({ microphone: false });
    call.sendText('hello');
    expect(texts(await line.waitFor({ written: 1 }))).to.deep.equal([['hello']]);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('leaves the word to a caller who speaks before the call is ready', async () => {
    const { call, line } = await greeting({ setupDelay: 1200 });
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: 16_000 });
    call.sendText('after');
    expect(texts(await line.waitFor({ written: 1 }))).to.deep.equal([['after']]);
    await call.stop();
    expect(call.ledger).to.include({ sent: call.ledger.captured, dropped: 0 });
    call.remove();
    await line.close();
  });

  it('leaves the word to a caller who types before the call is ready', async () => {
    const { call, line } = await greeting();
    const started = call.start({ microphone: false });
    call.sendText('first');
    await started;
    call.sendText('second');
    expect(texts(await line.waitFor({ written: 2 }))).to.deep.equal([['first', 'second']]);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('is not asked again by a session that is resumed, nor after a hand-over', async () => {
    for (const action of [{ terminate: true }, { goAway: '1s' }] as const) {
      const { call, line } = await greeting();
      await call.start({ microphone: false });
      await line.waitFor({ written: 1 });
      const lost = reaches(call, 'connecting');
      await line.do(action);
      await lost;
      await reaches(call, 'ready');
      call.sendText('after');
      const report = await line.waitFor({ setups: 2, written: 2 });
      expect(report.connections[1]?.resumedFrom).to.be.a('string');
      expect(texts(report)).to.deep.equal([[GREETING], ['after']]);
      await call.stop();
      call.remove();
      await line.close();
    }
  });

  it('is asked again where nobody was greeted and the session cannot be resumed, but not over the caller', async () => {
    for (const typed of [false, true]) {
      const { call, line } = await greeting();
      await call.start({ microphone: false });
      await line.waitFor({ written: 1 });
      await line.change({ refuseHandle: { code: 1008, reason: 'Not found.' } });
      const lost = reaches(call, 'connecting');
      await line.do({ terminate: true });
      await lost;
      if (typed) call.sendText('hello');
      const { connections } = await line.waitFor({ written: 2 });
      const { written } = connections.at(-1)!;
      expect(written.map(({ text }) => text)).to.deep.equal([typed ? 'hello' : GREETING]);
      await call.stop();
      call.remove();
      await line.close();
    }
  });

  it('ends no call on which servers hang up for it', async () => {
    const { call, line } = await greeting({ poison: [{ text: GREETING, code: 1011 }] });
    await line.change({ refuseHandle: { code: 1008, reason: 'Not found.' } });
    await call.start({ microphone: false });
    await line.waitFor({ closed: 3 });
    await reaches(call, 'ready');
    call.sendText('hello');
    await line.waitFor({ written: 1 });
    await until(() => call.ledger.texts.sent === 1 && call.state === 'ready');
    await call.stop();
    call.remove();
    await line.close();
  });
});
