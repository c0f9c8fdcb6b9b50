import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../src/call/ports.js';
import type { LiveCall } from '../src/element.js';
import { callOn, next, reaches } from './helpers/call.js';
import type { Action, Script, TestLine } from './helpers/line.js';
import { analyse, TRI } from './helpers/position-code.js';
import { withSilence, withSignal } from './helpers/signal-microphone.js';

/** A call that has streamed a second of the position code. */
async function speaking(script: Script = {}) {
  const { call, line } = await callOn(script);
  await withSignal(48_000, () => call.start());
  await line.waitFor({ samples: INPUT_RATE });
  return { call, line };
}

/** Lets `action` end the connection, and waits until the call streams over the next one. */
async function through(call: LiveCall, line: TestLine, action: Action) {
  const back = (async () => {
    await reaches(call, 'connecting');
    let contextLost = false;
    call.addEventListener('statechange', (event) => (contextLost ||= event.contextLost));
    await reaches(call, 'streaming');
    return contextLost;
  })();
  await line.do(action);
  return back;
}

/**
 * Hangs up and proves from the server's own samples that nothing is missing where one connection
 * follows the other, and that the ledger knows exactly what was sent twice.
 */
async function expectWhole(call: LiveCall, line: TestLine) {
  await call.stop();
  const { connections } = await line.waitFor({ closed: 2 });
  const { captured, sent, resent, dropped } = call.ledger;
  expect({ sent, dropped }).to.deep.equal({ sent: captured, dropped: 0 });
  const [first, second] = connections.map(({ samples }) => samples) as [number, number];
  /** Where in the call the second connection begins, by the account of the page. */
  const begins = sent - second;
  expect(begins, 'nothing is missing between the two').to.be.at.most(first);
  const pcm = await line.pcm();
  expect(pcm.length).to.equal(first + second);
  const before = analyse(pcm.subarray(0, first), INPUT_RATE);
  const after = analyse(pcm.subarray(first), INPUT_RATE);
  expect([...before.breaks, ...after.breaks]).to.deep.equal([]);
  const period = TRI.period * INPUT_RATE;
  const shift = (after.start - before.start - begins) / period;
  expect(Math.abs(shift - Math.round(shift)) * period, 'and by the samples themselves').to.be.below(
    1,
  );
  return { connections, resent };
}

describe('a connection that is lost', () => {
  it('E1 without a word is taken up again by its handle, and what it may have missed is sent again', async () => {
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

  it('E1 with 1011 as well', async () => {
    const { call, line } = await speaking();
    await through(call, line, { close: { code: 1011, reason: 'Deadline expired.' } });
    await line.waitFor({ samples: 3 * INPUT_RATE });
    await expectWhole(call, line);
    call.remove();
  });

  it('sends nothing again that a later handle covers but what was on its way', async () => {
    const { call, line } = await speaking();
    await line.do({ frames: [{ sessionResumptionUpdate: { newHandle: 'x', resumable: false } }] });
    await line.do({ say: 0.1 });
    await line.waitFor({ turns: 1 });
    await through(call, line, { terminate: true });
    await line.waitFor({ samples: 3 * INPUT_RATE });
    const { resent } = await expectWhole(call, line);
    expect(resent).to.be.below(INPUT_RATE);
    call.remove();
  });

  it('sends nothing again where the page wants that', async () => {
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

  it('E14 whose handle is refused goes on with a session that knows nothing, and says so', async () => {
    const { call, line } = await speaking();
    await line.do({
      frames: [{ sessionResumptionUpdate: { newHandle: 'gone', resumable: true } }],
    });
    const contextLost = await through(call, line, { terminate: true });
    expect(contextLost).to.equal(true);
    const { connections } = await line.report();
    expect(connections.map(({ resumedFrom }) => resumedFrom ?? null)).to.deep.equal([
      null,
      null,
      null,
    ]);
    expect(connections[1]?.closed?.code).to.equal(1008);
    await call.stop();
    expect(call.ledger).to.include({ dropped: 0, held: 0, queued: 0 });
    call.remove();
  });

  it('E5 because the network changed is opened anew, whatever its socket says', async () => {
    const { call, line } = await speaking();
    const back = line.waitFor({ setups: 2 });
    dispatchEvent(new Event('online'));
    await back;
    await line.waitFor({ samples: 3 * INPUT_RATE });
    await expectWhole(call, line);
    call.remove();
  });

  it('E17 again and again is given up in the end, with a code and a next step', async () => {
    const { call, line } = await speaking();
    await line.change({ tokens: { status: 500 } });
    const { tokenRequests } = (await line.report()).totals;
    const failed = next(call, 'callerror');
    await line.do({ terminate: true });
    // A network that comes back cuts every wait short.
    const hurry = setInterval(() => dispatchEvent(new Event('online')), 20);
    const { error } = await failed;
    clearInterval(hurry);
    expect(error).to.include({ code: 'token-unavailable', retryable: true });
    expect((await line.report()).totals.tokenRequests - tokenRequests).to.equal(6);
    const { captured, sent, dropped, held, queued, drops } = call.ledger;
    expect(captured).to.equal(sent + dropped);
    expect({ held, queued, failed: drops.failed }).to.deep.equal({
      held: 0,
      queued: 0,
      failed: dropped,
    });
    call.remove();
  });

  it('ends the call at once when the service says that it cannot go on', async () => {
    const { call, line } = await speaking();
    const failed = next(call, 'callerror');
    await line.do({ close: { code: 1007, reason: 'Invalid argument.' } });
    expect((await failed).error).to.include({ code: 'session-invalid' });
    expect((await line.report()).connections).to.have.length(1);
    call.remove();
  });
});

describe('a server that goes away', () => {
  it('E10 is left at the end of the turn, closed first, with nothing dropped and nothing heard of it', async () => {
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

  it('E11 and then says nothing more is left by our own clock', async () => {
    const { call, line } = await speaking();
    await through(call, line, { frames: [{ goAway: { timeLeft: '1s' } }] });
    await line.waitFor({ samples: 3 * INPUT_RATE });
    const { connections } = await expectWhole(call, line);
    expect(connections[0]?.closed).to.include({ code: 1000 });
    call.remove();
  });
});
