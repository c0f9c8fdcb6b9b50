import type { LedgerSnapshot } from '../../src/call/ledger.js';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type { LineReport } from './line.js';
import { analyse, type Break, TRI } from './position-code.js';

/** Where a call that spoke the position code went on over a second connection. */
export interface Seam {
  /** Samples that were heard over both connections; less than 0 if some were heard over neither. */
  readonly overlap: number;
  /** Where samples are missing or were inserted within one of them. */
  readonly breaks: readonly Break[];
  /** How far the code in the samples themselves is from that overlap, in samples. */
  readonly error: number;
}

/**
 * Lays what the server heard beside the account of the page. Connections over which nothing was heard
 * do not count; throws unless there are two others, and `pcm` is all that was heard over them.
 */
export function seam(ledger: LedgerSnapshot, { connections }: LineReport, pcm: Int16Array): Seam {
  const heard = connections.map(({ samples }) => samples).filter((samples) => samples > 0);
  const [first = 0, second = 0] = heard;
  if (heard.length !== 2 || first + second !== pcm.length)
    throw new Error(`${pcm.length} samples were heard, over connections of ${heard.join(', ')}`);
  /** Where in the call the second connection begins, by the account of the page. */
  const begins = ledger.sent - second;
  const before = analyse(pcm.subarray(0, first), INPUT_RATE);
  const after = analyse(pcm.subarray(first), INPUT_RATE);
  const period = TRI.period * INPUT_RATE;
  const shift = (after.start - before.start - begins) / period;
  return {
    overlap: first - begins,
    breaks: [...before.breaks, ...after.breaks],
    error: Math.abs(shift - Math.round(shift)) * period,
  };
}
