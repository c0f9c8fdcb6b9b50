import { expect } from '@open-wc/testing';
import { pageLock } from '../../src/call/page-lock.js';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type { LedgerSnapshot, LiveCall } from '../../src/element.js';
import { callOn, reaches, until } from '../helpers/call.js';
import { countingCode, locate } from '../helpers/counting-code.js';
import type { TestLine } from '../helpers/line.js';
import { withSignal } from '../helpers/signal-microphone.js';
import { faultScript, type Fault } from './fault-script.js';
import { amount, seed } from './plan.js';

/** Length of a call in seconds, how many there are, and how many of them at once. */
const SECONDS = amount(8, 60);
const CALLS = amount(1, 20);
const AT_ONCE = 4;
const RATE = 48_000;

/** Lets `seconds` of the call pass, by its own account of what the microphone gave. */
const pass = (call: LiveCall, seconds: number) => {
  const end = call.ledger.captured + seconds * INPUT_RATE;
  return until(() => call.state === 'idle' || call.ledger.captured >= end);
};

/** Does to the connection what the fault says, and waits until that is over. */
async function inflict({ kind, length }: Fault, call: LiveCall, line: TestLine) {
  const { setups } = (await line.report()).totals;
  const back = async () => {
    await line.waitFor({ setups: setups + 1 });
    await reaches(call, 'streaming');
  };
  switch (kind) {
    case 'drop':
      await line.do({ terminate: true });
      return back();
    case 'close':
      // A server that hangs up with another code, twice in a row, is taken to mean the speech.
      await line.do({ close: { code: 1012, reason: 'Service restart.' } });
      return back();
    case 'goAway':
      await line.do({ goAway: `${length}s` });
      return back();
    case 'halfOpen':
      await line.do({ pause: true });
      await pass(call, length);
      await line.do({ terminate: true });
      return back();
    case 'stall':
      await line.do({ pause: true });
      await pass(call, length);
      return line.do({ pause: false });
    case 'outage':
      await line.change({ tokens: { status: 503 } });
      await line.do({ terminate: true });
      await pass(call, length);
      await line.change({ tokens: {} });
      return back();
  }
}

/** Has a call with all that befalls it. Returns the accounts of both sides, the page's as of each loss and of the end. */
async function suffer(faults: readonly Fault[]) {
  const { call, line } = await callOn();
  const accounts: LedgerSnapshot[] = [];
  call.addEventListener('statechange', ({ state, previous }) => {
    if (state === 'connecting' && previous !== 'idle') accounts.push(call.ledger);
  });
  const code = countingCode(2 * SECONDS + 60, RATE);
  const started = withSignal(RATE, () => call.start(), code);
  // A page has one call, so this is as many pages as there are calls.
  pageLock().holder = undefined;
  await started;
  for (const fault of faults) {
    // A server that says nothing at all for half a minute would be given up.
    await line.do({ frames: [{ usageMetadata: { totalTokenCount: 1 } }] });
    await pass(call, fault.after);
    await inflict(fault, call, line);
  }
  await pass(call, 1);
  await call.stop();
  accounts.push(call.ledger);
  const { connections } = await line.waitFor({ closed: (await line.report()).connections.length });
  const pcm = await line.pcm();
  call.remove();
  await line.close();
  return { accounts, connections: connections.filter(({ setup }) => setup !== null), pcm };
}

/**
 * Proves from the server's own samples that each connection goes on where the one before stopped to
 * hear, and that the page's account says so, sample by sample.
 */
function expectWhole({ accounts, connections, pcm }: Awaited<ReturnType<typeof suffer>>) {
  expect(connections.length, 'connections').to.equal(accounts.length);
  const { captured, sent, dropped } = accounts.at(-1)!;
  expect({ sent, dropped }).to.deep.equal({ sent: captured, dropped: 0 });
  let before = { sent: 0, resent: 0, atRisk: 0 };
  let heard = 0;
  let origin = NaN;
  let at = 0;
  for (const [i, { samples, closed }] of connections.entries()) {
    const account = accounts[i]!;
    const again = account.resent - before.resent;
    const handedOver = account.sent - before.sent + again;
    const name = `connection ${i}`;
    expect(samples, `${name} was handed`).to.be.at.most(handedOver);
    if (closed?.code === 1000) expect(samples, `${name} was handed`).to.equal(handedOver);

    const place = locate(pcm.subarray(at, at + samples), INPUT_RATE);
    expect(place.breaks, `${name} is in order`).to.deep.equal([]);
    if (i === 0) origin = place.begin;
    /** Where it begins, by the page's account; one that was lost while it caught up may have begun later. */
    const begins = before.sent - again;
    const caughtUp = account.sent > before.sent;
    if (caughtUp && !Number.isNaN(place.begin)) {
      expect(place.begin - origin, `${name} begins`).to.be.closeTo(begins, 0.2);
    }
    expect(begins, `${name} misses nothing`).to.be.at.most(heard);
    if (caughtUp) heard = Math.max(heard, begins + samples);
    expect(account.sent - heard, `${name} at risk`).to.be.at.most(account.atRisk);
    at += samples;
    before = account;
  }
  expect(at).to.equal(pcm.length);
  expect(heard, 'the last word').to.equal(captured);
}

describe('a call over a network that fails again and again', () => {
  for (let first = seed; first < seed + CALLS; first += AT_ONCE) {
    const seeds = Array.from(
      { length: Math.min(AT_ONCE, seed + CALLS - first) },
      (_, i) => first + i,
    );
    it(`delivers every sample in order, or says that it was at risk (seeds ${seeds.join(', ')})`, async function () {
      this.timeout(6000 * SECONDS);
      await Promise.all(
        seeds.map(async (seed) => {
          const script = faultScript(seed, SECONDS);
          try {
            expectWhole(await suffer(script));
          } catch (error) {
            throw new Error(`${error}, with seed ${seed}: ${JSON.stringify(script)}`, {
              cause: error,
            });
          }
        }),
      );
    });
  }
});
