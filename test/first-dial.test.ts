import { expect } from '@open-wc/testing';
import { CallError } from '../src/call/errors.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, next, until } from './helpers/call.js';
import { fakeCall } from './helpers/fake-world.js';
import type { Script, TestLine } from './helpers/line.js';
import { expectNothingLost } from './helpers/nothing-lost.js';
import { live, nothingLive } from './helpers/resources.js';
import { withSignal } from './helpers/signal-microphone.js';

interface Fault {
  /** The first dial meets this. */
  readonly script: Script;
  /** Makes it fail once the caller has spoken, where the script alone does not. */
  readonly fail?: (line: TestLine) => Promise<void>;
  /** Cures it. */
  readonly cure: Script;
}

const close = (code: number) => (line: TestLine) => line.do({ close: { code, reason: 'Later.' } });
const slow = { script: { setupDelay: 20_000 }, cure: { setupDelay: 0 } };

const faults: Record<string, Fault> = {
  'a server that closes with 1011': { ...slow, fail: close(1011) },
  'a server that closes with 1008': { ...slow, fail: close(1008) },
  'a server that closes with 1013': { ...slow, fail: close(1013) },
  'a connection that breaks': { ...slow, fail: (line) => line.do({ terminate: true }) },
  'a broker that answers 503': {
    script: { tokens: { status: 503, delay: 700 } },
    cure: { tokens: {} },
  },
  'a broker that answers 429 and asks for a second': {
    script: { tokens: { status: 429, delay: 700, headers: { 'retry-after': '1' } } },
    cure: { tokens: {} },
  },
};

describe('a call whose first dial fails', () => {
  for (const [title, { script, fail, cure }] of Object.entries(faults)) {
    it(`D11 is connected by another one, and nothing said meanwhile is lost: ${title}`, async () => {
      const { call, line } = await callOn(script);
      const started = withSignal(48_000, () => call.start());
      await until(() => call.ledger.captured > INPUT_RATE / 2);
      await line.change(cure);
      await fail?.(line);
      await started;
      expect(call.metrics.reconnects, 'the first session is no reconnect').to.equal(0);
      await line.waitFor({ samples: INPUT_RATE });
      await expectNothingLost(call, line);
      call.remove();
    });
  }

  it('D11 ends after three more attempts, and counts the speech as lost', async () => {
    const { call, line } = await callOn({ tokens: { status: 503 } });
    const failed = next(call, 'callerror');
    const started = withSignal(48_000, () => call.start()).catch((error: unknown) => error);
    expect((await failed).error).to.include({ code: 'token-unavailable' });
    await started;
    expect((await line.report()).totals.tokenRequests).to.equal(4);
    const { captured, dropped, drops } = call.ledger;
    expect({ dropped, failed: drops.failed }).to.deep.equal({
      dropped: captured,
      failed: captured,
    });
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });

  it('D11 tries no more once the caller has hung up', async () => {
    const { call, line } = await callOn({ tokens: { status: 503 } });
    const started = withSignal(48_000, () => call.start()).catch((error: unknown) => error);
    await line.waitFor({ tokenRequests: 1 });
    await call.stop();
    expect(await started).to.have.property('name', 'AbortError');
    const { tokenRequests } = (await line.report()).totals;
    await new Promise((resolve) => requestIdleCallback(resolve));
    expect((await line.report()).totals.tokenRequests).to.equal(tokenRequests);
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });

  it('D11 ends at once where the broker asks for more patience than a caller has', async () => {
    const headers = { 'retry-after': '30' };
    const { call, line } = await callOn({ tokens: { status: 429, headers } });
    const error = await withSignal(48_000, () => call.start()).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'token-rate-limited', retryAfter: 30 });
    expect((await line.report()).totals.tokenRequests).to.equal(1);
    call.remove();
  });

  it('D11 asks for no other session while the caller has not allowed the microphone', async () => {
    let allow = () => {};
    let dials = 0;
    const { call } = fakeCall((what, value) => {
      if (what === 'microphone') return new Promise((resolve) => (allow = () => resolve(value)));
      if (what !== 'session' || ++dials > 1) return Promise.resolve(value);
      return Promise.reject(new CallError('session-failed'));
    });
    const started = call.start();
    await until(() => dials === 1);
    await new Promise((resolve) => setTimeout(resolve));
    expect(dials).to.equal(1);
    allow();
    await started;
    expect(dials).to.equal(2);
    await call.stop();
  });
});
