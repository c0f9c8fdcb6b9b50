import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { callOn, next, reaches } from './helpers/call.js';
import { live, nothingLive } from './helpers/resources.js';

/** One turn of the event loop, which browsers do not slow down as they do timers. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

describe('an element in many calls', () => {
  it('G1 holds at most one of everything when it starts and stops a hundred times at random moments', async function () {
    this.timeout(60_000);
    const { call } = await callOn();
    // Turns to wait after each start and each stop: from the same task to a call that streams.
    const gaps = fc.sample(fc.integer({ min: 0, max: 400 }), { numRuns: 100, seed: 20_261_122 });
    let most = 0;
    for (const [i, gap] of gaps.entries()) {
      if (i % 2 === 0) call.start().catch(() => {});
      else void call.stop();
      for (let n = 0; n < gap; n++) {
        await turn();
        most = Math.max(most, ...Object.values(live()));
      }
    }
    await call.stop();
    expect(most, 'most of a kind at once').to.equal(1);
    expect(live()).to.deep.equal(nothingLive);
    expect(call.state).to.equal('idle');
    const { captured, held, queued, sent, dropped } = call.ledger;
    expect(captured).to.equal(held + queued + sent + dropped);
    call.remove();
  });

  it('A12 makes one call of a double click', async () => {
    const { call, line } = await callOn();
    await Promise.all([call.start(), call.start()]);
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    expect((await line.report()).totals.tokenRequests).to.equal(1);
    await call.stop();
    call.remove();
  });

  it('G6 gives way to a call that another element starts later', async () => {
    const [one, two] = await Promise.all([callOn(), callOn()]);
    await one.call.start();
    await one.line.waitFor({ samples: 8000 });
    const ended = next(one.call, 'callend');
    await two.call.start();
    expect((await ended).reason).to.equal('replaced');
    expect(one.call.error).to.equal(undefined);
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    await two.line.waitFor({ samples: 8000 });
    await two.call.stop();
    for (const { call, line } of [one, two]) {
      await line.waitFor({ closed: 1 });
      expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
      expect((await line.pcm()).length).to.equal(call.ledger.captured);
      call.remove();
    }
  });

  it('G6 fails with call-elsewhere during another call with when-busy="refuse"', async () => {
    const [one, two] = await Promise.all([callOn(), callOn()]);
    two.call.whenBusy = 'refuse';
    await one.call.start();
    const failed = next(two.call, 'callerror');
    const error = await two.call.start().catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'call-elsewhere' });
    expect((await failed).error).to.equal(error);
    expect(one.call.state).to.be.oneOf(['ready', 'streaming']);
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    expect((await two.line.report()).totals.tokenRequests).to.equal(0);
    await one.call.stop();
    await two.call.start();
    await two.call.stop();
    expect(live()).to.deep.equal(nothingLive);
    one.call.remove();
    two.call.remove();
  });

  it('G6 leaves the last call alone when three elements start at once', async () => {
    const calls = await Promise.all([callOn(), callOn(), callOn()]);
    for (const { call } of calls) call.start().catch(() => {});
    await reaches(calls[2].call, 'streaming');
    expect(calls.map(({ call }) => call.state)).to.deep.equal(['idle', 'idle', 'streaming']);
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    await calls[2].call.stop();
    expect(live()).to.deep.equal(nothingLive);
    for (const { call } of calls) call.remove();
  });

  it('G6 holds one call also when the replaced element starts again at once', async () => {
    const [one, two] = await Promise.all([callOn(), callOn()]);
    await one.call.start();
    const restart = () => void one.call.start();
    one.call.addEventListener('statechange', restart, { once: true });
    const error = await two.call.start().catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'AbortError');
    await reaches(one.call, 'streaming');
    expect(two.call.state).to.equal('idle');
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    await one.call.stop();
    expect(live()).to.deep.equal(nothingLive);
    one.call.remove();
    two.call.remove();
  });

  it('G2 ends its call when it is removed, and leaves nothing', async () => {
    const { call, line } = await callOn();
    await call.start();
    const ended = next(call, 'callend');
    call.remove();
    expect((await ended).reason).to.equal('removed');
    expect(live()).to.deep.equal(nothingLive);
    await line.waitFor({ closed: 1 });
  });

  it('G3 goes on when it is moved', async () => {
    const { call, line } = await callOn();
    await call.start();
    await reaches(call, 'streaming');
    const place = document.createElement('div');
    document.body.append(place);
    place.append(call);
    await line.waitFor({ samples: 16_000 });
    expect(call.state).to.equal('streaming');
    expect((await line.report()).connections).to.have.length(1);
    await call.stop();
    place.remove();
  });

  it('G4 goes on when it is moved by moveBefore', async () => {
    const { call, line } = await callOn();
    await call.start();
    const place = document.createElement('div');
    document.body.append(place);
    (place as unknown as { moveBefore(node: Node, child: null): void }).moveBefore(call, null);
    await line.waitFor({ samples: 16_000 });
    expect((await line.report()).connections).to.have.length(1);
    await call.stop();
    place.remove();
  });

  it('A4 leaves no microphone on that is granted after the stop', async () => {
    const { call } = await callOn();
    const { mediaDevices } = navigator;
    const { getUserMedia } = mediaDevices;
    let grant = () => {};
    const asked = new Promise<void>((resolve) => (grant = resolve));
    let granted: MediaStream | undefined;
    mediaDevices.getUserMedia = async (constraints) => {
      await asked;
      return (granted = await getUserMedia.call(mediaDevices, constraints));
    };
    call.start().catch(() => {});
    await call.stop();
    grant();
    while (!granted) await turn();
    await turn();
    mediaDevices.getUserMedia = getUserMedia;
    expect(granted.getTracks().map((track) => track.readyState)).to.deep.equal(['ended']);
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });
});
