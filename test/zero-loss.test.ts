import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { CHUNK, INPUT_RATE } from '../src/call/ports/format.js';
import { expectNothingLost } from './helpers/nothing-lost.js';
import { callOn, reaches, startAlone, until } from './helpers/call.js';
import type { TestLine } from './helpers/line.js';
import { analyse, TRI } from './helpers/position-code.js';
import { withSignal } from './helpers/signal-microphone.js';

describe('a call', () => {
  for (const rate of [16_000, 44_100, 48_000]) {
    it(`D9 loses no sample of a ${rate} Hz device, however late the session opens`, async function () {
      this.timeout(30_000);
      const delays = [0, 100, 300, 700, 1500, 3000];
      await Promise.all(
        delays.map(async (setupDelay) => {
          const { call, line } = await callOn({ setupDelay });
          await withSignal(rate, () => startAlone(call));
          await line.waitFor({ samples: INPUT_RATE + (setupDelay / 1000) * INPUT_RATE });
          await expectNothingLost(call, line);
          call.remove();
        }),
      );
    });
  }

  it('C7 loses no sample when the page is frozen for three seconds in the middle of a call', async () => {
    const { call, line } = await callOn();
    await withSignal(48_000, () => call.start());
    await reaches(call, 'streaming');
    const frozen = performance.now() + 3000;
    while (performance.now() < frozen);
    await line.waitFor({ samples: 3.5 * INPUT_RATE });
    await expectNothingLost(call, line);
    call.remove();
  });

  it('E1 loses no sample when the connection drops and comes back', async () => {
    const { call, line } = await callOn();
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: INPUT_RATE });
    const dropped = reaches(call, 'connecting');
    await line.do({ close: { code: 1011, reason: 'Deadline expired.' } });
    await dropped;
    await reaches(call, 'streaming');
    await line.waitFor({ samples: 3 * INPUT_RATE });
    await call.stop();
    const report = await line.waitFor({ closed: 2 });
    expect(report.connections).to.have.length(2);
    expect(call.ledger.dropped).to.equal(0);
    expect(call.ledger.sent).to.equal(call.ledger.captured);
    call.remove();
  });
});

describe('a tape that is too short', () => {
  it('drops its oldest whole chunks and counts every sample of them', async () => {
    const { call, line } = await callOn({ setupDelay: 3000 });
    const losses: number[] = [];
    call.addEventListener('audioloss', ({ samples, reason }) => {
      expect(reason).to.equal('overflow');
      losses.push(samples);
    });
    call.maxHold = 1;
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: 2 * INPUT_RATE });
    await call.stop();
    await line.waitFor({ closed: 1 });
    const { captured, sent, dropped, drops } = call.ledger;
    const pcm = await line.pcm();
    expect(dropped).to.be.greaterThan(INPUT_RATE);
    expect(dropped % CHUNK, 'whole chunks').to.equal(0);
    expect(drops).to.deep.equal({ overflow: dropped, gap: 0, stopped: 0, failed: 0 });
    expect(losses.reduce((sum, samples) => sum + samples, 0)).to.equal(dropped);
    expect(sent).to.equal(captured - dropped);
    expect(pcm.length).to.equal(sent);
    const proof = analyse(pcm, INPUT_RATE);
    expect(proof.breaks).to.deep.equal([]);
    const period = TRI.period * INPUT_RATE;
    const missing = (((proof.start - dropped) % period) + period) % period;
    expect(
      Math.min(missing, period - missing),
      'gone from the front beside what was counted',
    ).to.be.below(0.1 * INPUT_RATE);
    call.remove();
  });

  it('keeps nothing with max-hold 0, and counts it', async () => {
    const { call, line } = await callOn({ setupDelay: 1500 });
    call.maxHold = 0;
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    await call.stop();
    await line.waitFor({ closed: 1 });
    const { captured, sent, dropped } = call.ledger;
    expect(dropped).to.be.greaterThan(0);
    expect(captured).to.equal(sent + dropped);
    expect((await line.pcm()).length).to.equal(sent);
    call.remove();
  });
});

describe('muting', () => {
  it('sends the speech before it, announces the pause, and sends nothing while it lasts', async () => {
    const { call, line } = await callOn();
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    call.micMuted = true;
    await line.waitFor({ streamEnds: 1 });
    const { captured } = call.ledger;
    expect((await line.pcm()).length).to.equal(captured);
    const before = performance.now();
    await until(() => performance.now() - before > 300);
    expect(call.ledger.captured, 'captured while muted').to.equal(captured);
    call.micMuted = false;
    await line.waitFor({ samples: captured + INPUT_RATE / 2 });
    await call.stop();
    await line.waitFor({ closed: 1 });
    expect((await line.pcm()).length).to.equal(call.ledger.captured);
    call.remove();
  });

  it('starts a call muted when set before it', async () => {
    const { call, line } = await callOn();
    call.micMuted = true;
    await call.start();
    expect(call.ledger.captured).to.equal(0);
    call.micMuted = false;
    await line.waitFor({ samples: CHUNK });
    await call.stop();
    call.remove();
  });
});
