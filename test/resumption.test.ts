import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../src/call/ports/format.js';
import type { StateChangeEvent } from '../src/call/events.js';
import { callOn, until } from './helpers/call.js';
import { comeback, expectWhole, speaking } from './helpers/reconnecting.js';
import { withSignal } from './helpers/signal-microphone.js';

describe('a session lost before the caller has allowed the microphone', () => {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  afterEach(() => {
    mediaDevices.getUserMedia = getUserMedia;
  });

  for (const [how, action] of Object.entries({
    'E1 is lost': { close: { code: 1011, reason: 'Deadline expired.' } },
    'E10 goes away': { frames: [{ goAway: { timeLeft: '0.4s' } }] },
  })) {
    it(`is replaced once the microphone is live: ${how}`, async () => {
      const { call, line } = await callOn();
      let allow = () => {};
      const allowed = new Promise<void>((resolve) => (allow = resolve));
      mediaDevices.getUserMedia = async (constraints) => {
        await allowed;
        return getUserMedia(constraints);
      };
      const started = call.start();
      await line.waitFor({ setups: 1 });
      await line.do(action);
      await line.waitFor({ closed: 1 });
      expect(call.state).to.equal('connecting');
      let contextLost = false;
      call.addEventListener('statechange', (event) => (contextLost ||= event.contextLost));
      allow();
      await started;
      await line.waitFor({ setups: 2, samples: INPUT_RATE / 4 });
      expect(contextLost).to.equal(false);
      await call.stop();
      expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
      call.remove();
    });
  }
});

describe('a lost session', () => {
  it('E12 is resumed where it stopped after a cut without goAway', async () => {
    const { call, line } = await callOn({ lifetime: 2000 });
    const changes: StateChangeEvent[] = [];
    call.addEventListener('statechange', (change) => changes.push(change));
    await withSignal(48_000, () => call.start());
    await line.change({ lifetime: 0 });
    await line.waitFor({ closed: 1, setups: 2, samples: 4 * INPUT_RATE });
    const { connections } = await expectWhole(call, line);
    expect(connections[0]?.closed?.code).to.equal(1011);
    expect(connections[1]?.resumedFrom).to.be.a('string');
    expect(changes.some(({ contextLost }) => contextLost)).to.equal(false);
    call.remove();
  });

  it('E13 is asked for until the server lets go of it, and the model forgets nothing', async () => {
    const { call, line } = await speaking();
    const back = comeback(call);
    // It reads nothing, so it does not see that the call has left it.
    await line.do({ pause: true });
    dispatchEvent(new Event('online'));
    const refused = await line.waitFor({ closed: 1 });
    expect(refused.connections[1]).to.deep.include({
      samples: 0,
      closed: { code: 1011, reason: 'Internal error encountered.' },
    });
    await line.do({ pause: false });
    expect(await back).to.equal(false);
    await line.waitFor({ samples: 4 * INPUT_RATE });
    const { connections } = await expectWhole(call, line);
    expect(connections.at(-1)?.resumedFrom).to.be.a('string');
    call.remove();
  });

  it('E2 gets everything again that a half-dead connection swallowed', async () => {
    const { call, line } = await speaking();
    await line.do({ deaf: true });
    const { samples } = (await line.report()).totals;
    await until(() => call.ledger.sent > samples + INPUT_RATE);
    const back = comeback(call);
    dispatchEvent(new Event('online'));
    expect(await back).to.equal(false);
    await line.waitFor({ samples: 4 * INPUT_RATE });
    const { connections, resent, heardTwice } = await expectWhole(call, line);
    expect(connections[0]?.samples).to.equal(samples);
    expect(resent - heardTwice, 'swallowed and said again').to.be.at.least(INPUT_RATE);
    call.remove();
  });

  it('E15 is resumed at the last handle before the model spoke', async () => {
    const { call, line } = await speaking({ pace: 1 });
    await line.do({ say: 10 });
    await until(() => call.ledger.playback.received > 0);
    const back = comeback(call);
    await line.do({ terminate: true });
    expect(await back).to.equal(false);
    const { received } = call.ledger.playback;
    expect(received).to.be.below(10 * 24_000);
    await line.waitFor({ samples: 4 * INPUT_RATE });
    await line.do({ say: 0.5 });
    await until(() => call.ledger.playback.played === received + 12_000);
    const { connections, heardTwice } = await expectWhole(call, line);
    expect(connections[1]?.resumedFrom).to.be.a('string');
    // All of it: the only handle was that of the beginning.
    expect(heardTwice).to.equal(connections[0]?.samples);
    expect(call.ledger.playback).to.deep.include({ received: received + 12_000, flushed: 0 });
    call.remove();
  });

  it('F7 is heard no more, though its socket is still open', async () => {
    const { call, line } = await speaking({ pace: 0 });
    const gone = { sessionResumptionUpdate: { newHandle: 'gone', resumable: true } };
    await line.do({ frames: [gone] });
    await line.do({ pause: true });
    const back = comeback(call);
    dispatchEvent(new Event('online'));
    expect(await back).to.equal(true);
    // Over both connections, the one that was left first.
    await line.do({ say: 0.5 });
    await until(() => call.ledger.playback.played >= 12_000);
    await line.do({ pause: false });
    await call.stop();
    const { connections } = await line.waitFor({ closed: 3 });
    expect(connections.map(({ turns }) => turns)).to.deep.equal([1, 0, 1]);
    expect(call.ledger.playback).to.deep.include({ received: 12_000, played: 12_000 });
    call.remove();
  });
});
