import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../../src/call/ports.js';
import type { LiveCall } from '../../src/element.js';
import { callOn, reaches } from './call.js';
import type { Action, Script, TestLine } from './line.js';
import { analyse, TRI } from './position-code.js';
import { withSignal } from './signal-microphone.js';

/** A call that has streamed a second of the position code. */
export async function speaking(script: Script = {}) {
  const { call, line } = await callOn(script);
  await withSignal(48_000, () => call.start());
  await line.waitFor({ samples: INPUT_RATE });
  return { call, line };
}

/** Lets `action` end the connection, and waits until the call streams over the next one. */
export async function through(call: LiveCall, line: TestLine, action: Action) {
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
export async function expectWhole(call: LiveCall, line: TestLine) {
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

/** Waits for `what`; a network that comes back again and again while the call connects cuts every wait short. */
export async function hurry<T>(call: LiveCall, what: Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    if (call.state === 'connecting') dispatchEvent(new Event('online'));
  }, 20);
  try {
    return await what;
  } finally {
    clearInterval(timer);
  }
}
