import { expect } from '@open-wc/testing';
import type { LiveCall } from '../../src/element.js';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type { TestLine } from './line.js';
import { analyse } from './position-code.js';

/** Hangs up and holds what the server heard against what the ledger says, to the sample. */
export async function expectNothingLost(call: LiveCall, line: TestLine): Promise<void> {
  await call.stop();
  const { totals } = await line.report();
  await line.waitFor({ closed: totals.connections });
  const { captured, sent, drops, held, queued } = call.ledger;
  const pcm = await line.pcm();
  const none = { overflow: 0, gap: 0, stopped: 0, failed: 0 };
  expect({ held, queued, drops }).to.deep.equal({ held: 0, queued: 0, drops: none });
  expect(sent, 'sent').to.equal(captured);
  expect(pcm.length, 'heard by the server').to.equal(sent);
  const proof = analyse(pcm, INPUT_RATE);
  expect(proof.breaks).to.deep.equal([]);
  expect(proof.crossings, 'passes of the code that were seen').to.be.greaterThan(2);
  // A block or two of silence may be taped before the signal begins, but nothing after that is missing.
  expect(proof.start, 'the first sample').to.be.within(-0.1 * INPUT_RATE, 0.5);
}
