import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import { expectWhole, speaking, through } from './helpers/reconnecting.js';
import { withSilence } from './helpers/signal-microphone.js';

describe('a call whose server says goAway', () => {
  it('E10 leaves at the end of the turn, closes the old socket first, and drops nothing', async () => {
    const { call, line } = await callOn({ pace: 0 });
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    const heard = line.waitFor({ setups: 2 });
    await line.do({ frames: [{ goAway: { timeLeft: '50s' } }] });
    await line.do({ say: 0.5 });
    const { connections } = await heard;
    await reaches(call, 'streaming');
    expect(connections[0]?.closed).to.include({ code: 1000 });
    expect(connections[1]?.resumedFrom).to.be.a('string');
    await call.stop();
    const { drops, sent, captured, playback } = call.ledger;
    const none = { overflow: 0, gap: 0, stopped: 0, failed: 0 };
    expect({ drops, sent }).to.deep.equal({ drops: none, sent: captured });
    expect(playback.received).to.equal(12_000);
    call.remove();
  });

  it('E11 leaves by its own clock when the server says nothing more', async () => {
    const { call, line } = await speaking();
    await through(call, line, { frames: [{ goAway: { timeLeft: '1s' } }] });
    await line.waitFor({ samples: 3 * INPUT_RATE });
    const { connections } = await expectWhole(call, line);
    expect(connections[0]?.closed).to.include({ code: 1000 });
    call.remove();
  });

  it('E10 heeds the newest goAway', async () => {
    const { call, line } = await speaking();
    await line.do({ frames: [{ goAway: { timeLeft: '3600s' } }] });
    await through(call, line, { goAway: '2s' });
    await line.waitFor({ samples: 3 * INPUT_RATE });
    const { connections } = await expectWhole(call, line);
    expect(connections[0]?.closed).to.include({ code: 1000 });
    call.remove();
  });

  it('E10 stays when a handle comes in the middle of a turn', async () => {
    const { call, line } = await callOn({ pace: 0 });
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    const voice = { inlineData: { mimeType: 'audio/pcm;rate=24000', data: 'AAAA' } };
    const left = reaches(call, 'connecting');
    await line.do({
      frames: [
        { goAway: { timeLeft: '50s' } },
        { serverContent: { modelTurn: { parts: [voice] } } },
        { sessionResumptionUpdate: { newHandle: 'early', resumable: true } },
        { serverContent: { turnComplete: true } },
      ],
    });
    await left;
    await reaches(call, 'streaming');
    const { connections } = await line.report();
    expect(connections[1]?.resumedFrom, 'a handle of the emulator').to.be.a('string');
    await call.stop();
    call.remove();
  });

  it('E10 does not wait for the rest of a turn that died with an earlier connection', async () => {
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    await line.change({ setupDelay: 3000 });
    await line.do({ terminate: true });
    await line.waitFor({ connections: 2 });
    const voice = { inlineData: { mimeType: 'audio/pcm;rate=24000', data: 'AAAA' } };
    await line.do({ frames: [{ serverContent: { modelTurn: { parts: [voice] } } }] });
    await until(() => call.ledger.playback.received > 0);
    await line.change({ setupDelay: 0 });
    await line.do({ terminate: true });
    await line.waitFor({ setups: 3 });
    await reaches(call, 'streaming');
    const left = reaches(call, 'connecting');
    const handle = { sessionResumptionUpdate: { newHandle: 'x', resumable: true } };
    await line.do({ frames: [{ goAway: { timeLeft: '50s' } }, handle] });
    await left;
    await call.stop();
    call.remove();
  });

  it('E10 stays when the server has a month left', async () => {
    const { call, line } = await speaking();
    await line.do({ frames: [{ goAway: { timeLeft: '2592000s' } }] });
    await line.waitFor({ samples: 2 * INPUT_RATE });
    await call.stop();
    expect((await line.report()).connections).to.have.length(1);
    call.remove();
  });

  it('E10 leaves after the answer of a function, and not before', async () => {
    const { call, line } = await callOn({ pace: 0 });
    let answer = (_: string) => {};
    call.registerTool({
      name: 'look',
      execute: () => new Promise<string>((done) => (answer = done)),
    });
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    const called = next(call, 'toolcall');
    const turn = { serverContent: { turnComplete: true } };
    const handle = { sessionResumptionUpdate: { newHandle: 'early', resumable: true } };
    await line.do({ frames: [{ toolCall: { functionCalls: [{ id: 'c1', name: 'look' }] } }] });
    await called;
    await line.do({ frames: [{ goAway: { timeLeft: '50s' } }, handle, turn, handle] });
    await line.waitFor({ turns: 1, samples: INPUT_RATE / 2 });
    expect(call.state, 'before the answer').to.equal('streaming');
    const left = reaches(call, 'connecting');
    answer('now');
    await left;
    await reaches(call, 'streaming');
    const { connections } = await line.report();
    expect(connections[0]?.written).to.have.length(1);
    expect(connections[0]?.closed).to.include({ code: 1000 });
    await call.stop();
    expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
    call.remove();
  });

  it('E10 tells the page of no error and no reconnect, and the card goes on listening', async () => {
    const { call, line } = await speaking();
    const told: unknown[] = [];
    const words: string[] = [];
    call.addEventListener('statechange', ({ state, error }) => {
      told.push({ state, error, reconnecting: call.reconnecting });
      void call.updateComplete.then(() =>
        words.push(call.shadowRoot?.querySelector('.status')?.textContent ?? ''),
      );
    });
    await through(call, line, { frames: [{ goAway: { timeLeft: '1s' } }] });
    await call.updateComplete;
    expect(told[0]).to.deep.equal({ state: 'connecting', error: undefined, reconnecting: false });
    expect(new Set(words)).to.deep.equal(new Set(['The AI is listening']));
    await expectWhole(call, line);
    call.remove();
  });

  it('E10 says Reconnecting once the hand-over takes longer than two seconds', async () => {
    const { call, line } = await speaking();
    await line.change({ setupDelay: 20_000 });
    await line.do({ frames: [{ goAway: { timeLeft: '1s' } }] });
    await reaches(call, 'connecting');
    expect(call.reconnecting).to.equal(false);
    await until(() => call.matches(':state(reconnecting)'));
    expect(call.reconnecting).to.equal(true);
    expect(call.shadowRoot?.querySelector('.status')?.textContent).to.equal('Reconnecting');
    await call.stop();
    call.remove();
  });
});
