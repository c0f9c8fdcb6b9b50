import { expect } from '@open-wc/testing';
import { CallError } from '../src/call/errors.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import { expectWhole, hurry, speaking, through } from './helpers/reconnecting.js';
import { live, nothingLive } from './helpers/resources.js';
import { withSilence, withSignal } from './helpers/signal-microphone.js';

describe('a call that loses its connection', () => {
  it('E1 resumes by its handle after a drop, and sends again everything that the server may have missed', async () => {
    const { call, line } = await speaking();
    const contextLost = await through(call, line, { terminate: true });
    await line.waitFor({ samples: 3 * INPUT_RATE });
    const { connections, resent } = await expectWhole(call, line);
    expect(connections[1]?.resumedFrom).to.be.a('string');
    expect(contextLost).to.equal(false);
    expect(resent).to.be.at.least(INPUT_RATE);
    expect(call.metrics.reconnects).to.equal(1);
    call.remove();
  });

  it('E1 resumes after a close with 1011', async () => {
    const { call, line } = await speaking();
    await through(call, line, { close: { code: 1011, reason: 'Deadline expired.' } });
    await line.waitFor({ samples: 3 * INPUT_RATE });
    await expectWhole(call, line);
    call.remove();
  });

  it('sends nothing again that a later handle covers, except speech that was in flight', async () => {
    const { call, line } = await speaking();
    await line.do({ frames: [{ sessionResumptionUpdate: { newHandle: 'x', resumable: false } }] });
    await line.waitFor({ samples: 2 * INPUT_RATE });
    const before = call.ledger.sent;
    await line.do({ say: 0.1 });
    await line.waitFor({ turns: 1 });
    let lost = 0;
    call.addEventListener('statechange', () => (lost = call.ledger.sent), { once: true });
    await through(call, line, { terminate: true });
    await line.waitFor({ samples: 4 * INPUT_RATE });
    const { resent } = await expectWhole(call, line);
    // Speech of half a second before the handle was in flight; a burst makes more of it, never all.
    expect(resent).to.be.below(lost - before + INPUT_RATE);
    call.remove();
  });

  it('sends nothing again with resend="none"', async () => {
    const { call, line } = await callOn();
    call.resend = 'none';
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: INPUT_RATE });
    await through(call, line, { close: { code: 1011, reason: 'Deadline expired.' } });
    await call.stop();
    expect(call.ledger.resent).to.equal(0);
    expect(call.ledger.sent).to.equal(call.ledger.captured);
    call.remove();
  });

  it('E14 goes on with a new session when its handle is refused, and that is told the history and greets nobody again', async () => {
    const { call, line } = await speaking({ persona: 'tone' });
    await line.do({
      frames: [
        { serverContent: { inputTranscription: { text: 'I am ' } } },
        { serverContent: { inputTranscription: { text: 'Ada.' } } },
        { serverContent: { outputTranscription: { text: 'Hello, Ada.' }, turnComplete: true } },
      ],
    });
    const { turns } = (await line.waitFor({ turns: 1 })).totals;
    await line.do({
      frames: [{ sessionResumptionUpdate: { newHandle: 'gone', resumable: true } }],
    });
    const contextLost = await through(call, line, { terminate: true });
    expect(contextLost).to.equal(true);
    await line.waitFor({ samples: 3 * INPUT_RATE });
    await call.stop();
    const { connections, totals } = await line.waitFor({ closed: 3 });
    expect(connections.map(({ resumedFrom }) => resumedFrom)).to.deep.equal([null, null, null]);
    expect(connections[1]?.closed?.code).to.equal(1008);
    expect(connections[2]?.written).to.deep.equal([
      {
        history: [
          { role: 'user', parts: [{ text: 'I am Ada.' }] },
          { role: 'model', parts: [{ text: 'Hello, Ada.' }] },
        ],
        samples: 0,
      },
    ]);
    expect(totals.turns, 'turns of the model').to.equal(turns);
    expect(call.ledger).to.include({ dropped: 0, held: 0, queued: 0 });
    call.remove();
  });

  it('E14 sends the history again when the new session is lost before it heard it', async () => {
    const { call, line } = await speaking();
    await line.do({
      frames: [
        { serverContent: { inputTranscription: { text: 'I am Ada.' }, turnComplete: true } },
        { sessionResumptionUpdate: { newHandle: 'gone', resumable: true } },
      ],
    });
    expect(await through(call, line, { terminate: true })).to.equal(true);
    // Its only handle came with its setupComplete.
    expect(await through(call, line, { terminate: true })).to.equal(true);
    await line.waitFor({ written: 2 });
    await call.stop();
    const { connections } = await line.report();
    const told = connections.filter(({ written }) => written.length > 0);
    expect(told.map(({ resumedFrom }) => resumedFrom)).to.deep.equal([null, null]);
    expect(told[1]?.written).to.deep.equal(told[0]?.written);
    expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
    call.remove();
  });

  it('E14 goes on with a new session when every attempt to resume ends with 1011', async () => {
    const { call, line } = await speaking();
    await line.change({ refuseHandle: { code: 1011, reason: 'Internal error encountered.' } });
    expect(await hurry(call, through(call, line, { terminate: true }))).to.equal(true);
    const { connections } = await line.report();
    expect(connections).to.have.length(6);
    await call.stop();
    expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
    call.remove();
  });

  it('E13 dials until the server has noticed that the old connection is gone', async () => {
    const { call, line } = await speaking();
    // A server that does not read does not see a connection close.
    await line.do({ pause: true });
    const back = line.waitFor({ setups: 2 });
    let contextLost = false;
    call.addEventListener('statechange', (event) => (contextLost ||= event.contextLost));
    dispatchEvent(new Event('online'));
    await line.waitFor({ connections: 2, closed: 1 });
    await line.do({ terminate: true });
    await back;
    await reaches(call, 'streaming');
    expect(contextLost).to.equal(false);
    const { connections } = await line.report();
    expect(connections[1]?.closed).to.include({ code: 1011 });
    expect(connections.at(-1)?.resumedFrom).to.be.a('string');
    await call.stop();
    expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
    call.remove();
  });

  it('E16 fetches a fresh token when the old one has expired', async () => {
    const { call, line } = await callOn({ tokens: { expiresIn: 1500 } });
    await withSignal(48_000, () => call.start());
    await line.change({ tokens: {} });
    await line.waitFor({ setups: 2 });
    await reaches(call, 'streaming');
    const { connections } = await expectWhole(call, line);
    expect(connections[0]?.closed).to.include({ code: 1008 });
    expect(connections[1]?.resumedFrom).to.be.a('string');
    call.remove();
  });

  it('E15 resumes before the turn that was cut, and plays the part of it that had come', async () => {
    const { call, line } = await callOn({ pace: 2 });
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    await line.do({ say: 10 });
    await until(() => call.ledger.playback.played > 0);
    await through(call, line, { terminate: true });
    const { connections } = await line.report();
    expect(connections[1]?.resumedFrom).to.be.a('string');
    const { received } = call.ledger.playback;
    expect(received).to.be.below(10 * 24_000);
    await until(() => call.ledger.playback.played === received);
    await call.stop();
    expect(call.ledger.playback).to.include({ received, played: received, flushed: 0 });
    call.remove();
  });

  it('D7 asks for a token no sooner than the broker wants, even when the network comes back', async () => {
    const { call, line } = await callOn();
    const asked: number[] = [];
    call.tokenProvider = async () => {
      asked.push(performance.now());
      if (asked.length === 2)
        throw new CallError('token-rate-limited', { detail: '429', retryAfter: 0.5 });
      return line.token();
    };
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    await hurry(call, through(call, line, { terminate: true }));
    const [, second, third] = asked as [number, number, number];
    // A timer may be a millisecond early.
    expect(third - second).to.be.at.least(499);
    await call.stop();
    call.remove();
  });

  it('K16 asks for no further token once the broker says that the time of the call is up', async () => {
    const { call, line } = await speaking();
    const { tokenRequests } = (await line.report()).totals;
    await line.change({
      tokens: { status: 403, body: { code: 'call-over', retryable: false } },
    });
    const failed = next(call, 'callerror');
    await line.do({ terminate: true });
    expect((await failed).error).to.include({ code: 'call-over', retryable: true });
    expect(call.state).to.equal('idle');
    expect((await line.report()).totals.tokenRequests).to.equal(tokenRequests + 1);
    call.remove();
  });

  it('E22 opens no session after the caller hung up', async () => {
    const { call, line } = await speaking();
    await line.change({ setupDelay: 300 });
    await line.do({ terminate: true });
    await line.waitFor({ setups: 2 });
    await call.stop();
    expect(live()).to.deep.equal(nothingLive);
    const { connections } = await line.waitFor({ closed: 2 });
    expect(connections).to.have.length(2);
    expect(call.state).to.equal('idle');
    const { captured, sent, dropped, drops } = call.ledger;
    expect({ dropped, stopped: drops.stopped }).to.deep.equal({
      dropped: captured - sent,
      stopped: captured - sent,
    });
    call.remove();
  });

  it('E5 opens a new connection when the network changed, although its socket looks open', async () => {
    const { call, line } = await speaking();
    const back = line.waitFor({ setups: 2 });
    dispatchEvent(new Event('online'));
    await back;
    await line.waitFor({ samples: 3 * INPUT_RATE });
    await expectWhole(call, line);
    call.remove();
  });

  it('E17 gives up in the end when every connection is closed at once, with a code', async () => {
    const { call, line } = await speaking();
    await line.change({ tokens: { status: 500 } });
    const { tokenRequests } = (await line.report()).totals;
    const failed = next(call, 'callerror');
    await line.do({ terminate: true });
    const { error } = await hurry(call, failed);
    expect(error).to.include({ code: 'token-unavailable', retryable: true });
    expect((await line.report()).totals.tokenRequests - tokenRequests).to.equal(10);
    const { captured, sent, dropped, held, queued, drops } = call.ledger;
    expect(captured).to.equal(sent + dropped);
    expect({ held, queued, failed: drops.failed }).to.deep.equal({
      held: 0,
      queued: 0,
      failed: dropped,
    });
    call.remove();
  });

  it('resumes after a 1007 in the middle of the talk, and loses nothing (E27)', async () => {
    const { call, line } = await speaking();
    const invalid = { code: 1007, reason: 'Request contains an invalid argument.' };
    expect(await through(call, line, { close: invalid })).to.equal(false);
    await line.waitFor({ samples: 3 * INPUT_RATE });
    const { connections } = await expectWhole(call, line);
    expect(connections[1]?.resumedFrom).to.be.a('string');
    call.remove();
  });

  for (const code of [1003, 1007, 1009]) {
    for (const delay of [0, 300]) {
      it(`tries once with the handle and once without when each session ends with ${code} after ${delay} ms, and ends with that (E27)`, async () => {
        const { call, line } = await callOn();
        await withSilence(() => call.start());
        await line.waitFor({ samples: INPUT_RATE / 2 });
        await line.change({ closeAfterSetup: { code, reason: 'Invalid argument.', delay } });
        const failed = next(call, 'callerror');
        await line.do({ close: { code, reason: 'Invalid argument.' } });
        const { error } = await hurry(call, failed);
        expect(error).to.include({ code: 'session-invalid', detail: `${code}: Invalid argument.` });
        const { connections } = await line.report();
        expect(connections.map(({ resumedFrom }) => typeof resumedFrom)).to.deep.equal([
          'object',
          'string',
          'object',
        ]);
        expect(connections[2]?.resumedFrom).to.equal(null);
        const { captured, sent, dropped } = call.ledger;
        expect(sent + dropped).to.equal(captured);
        call.remove();
      });
    }
  }

  it('goes on with a new session when only the resumed one ends with 1007 (E27)', async () => {
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    const invalid = { code: 1007, reason: 'Invalid argument.' };
    await line.change({ closeAfterSetup: { ...invalid, delay: 100 } });
    await line.do({ close: invalid });
    await line.waitFor({ setups: 2 });
    await line.change({ closeAfterSetup: { ...invalid, delay: 60_000 } });
    let contextLost = false;
    call.addEventListener('statechange', (event) => (contextLost ||= event.contextLost));
    await hurry(call, line.waitFor({ setups: 3 }));
    await reaches(call, 'streaming');
    expect(contextLost).to.equal(true);
    await call.stop();
    call.remove();
  });

  it('fails at once when the setup itself ends with 1007 (E27)', async () => {
    const { call, line } = await speaking();
    const invalid = { code: 1007, reason: 'Invalid argument.' };
    await line.change({ closeBeforeSetup: invalid, refuseHandle: invalid });
    const failed = next(call, 'callerror');
    await line.do({ terminate: true });
    expect((await hurry(call, failed)).error).to.include({ code: 'session-invalid' });
    // Over the first one, with the handle, without it.
    expect((await line.report()).connections).to.have.length(3);
    call.remove();
  });

  it('is open when the first session ends with 1007 before the caller allowed the microphone (E27)', async () => {
    const { call, line } = await callOn();
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    let allow = () => {};
    const allowed = new Promise<void>((resolve) => (allow = resolve));
    mediaDevices.getUserMedia = async (constraints) => {
      await allowed;
      return getUserMedia(constraints);
    };
    const started = call.start();
    mediaDevices.getUserMedia = getUserMedia;
    await line.waitFor({ setups: 1 });
    await line.do({ close: { code: 1007, reason: 'Invalid argument.' } });
    await line.waitFor({ closed: 1 });
    allow();
    await started;
    await line.waitFor({ setups: 2, samples: INPUT_RATE / 4 });
    await call.stop();
    expect(call.ledger).to.include({ dropped: 0 });
    call.remove();
  });
});
