import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type { LiveCall } from '../../src/element.js';
import { callOn, reaches } from './call.js';
import type { Action, Script, TestLine } from './line.js';
import { seam } from './seam.js';
import { withSignal } from './signal-microphone.js';

/** A call that has streamed a second of the position code. */
export async function speaking(script: Script = {}) {
  const { call, line } = await callOn(script);
  await withSignal(48_000, () => call.start());
  await line.waitFor({ samples: INPUT_RATE });
  return { call, line };
}

/** Resolves when the call has lost its connection and streams over the next one: whether the model forgot. */
export async function comeback(call: LiveCall): Promise<boolean> {
  await reaches(call, 'connecting');
  let contextLost = false;
  call.addEventListener('statechange', (event) => (contextLost ||= event.contextLost));
  await reaches(call, 'streaming');
  return contextLost;
}

/** Lets `action` end the connection, and waits until the call streams over the next one. */
export async function through(call: LiveCall, line: TestLine, action: Action) {
  const back = comeback(call);
  await line.do(action);
  return back;
}

/**
 * Hangs up and proves from the server's own samples that nothing is missing where one connection
 * follows the other, and that the ledger knows exactly what was sent twice. Connections over which
 * nothing was heard do not count; of the others there have to be two.
 */
export async function expectWhole(call: LiveCall, line: TestLine) {
  await call.stop();
  const { totals } = await line.report();
  const report = await line.waitFor({ closed: totals.connections });
  const { ledger } = call;
  const { captured, sent, resent, dropped } = ledger;
  expect({ sent, dropped }).to.deep.equal({ sent: captured, dropped: 0 });
  const { overlap, breaks, error } = seam(ledger, report, await line.pcm());
  expect(overlap, 'heard twice, and not missing between the two').to.be.at.least(0);
  expect(breaks).to.deep.equal([]);
  expect(error, 'and by the samples themselves').to.be.below(1);
  return { connections: report.connections, resent, heardTwice: overlap };
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
