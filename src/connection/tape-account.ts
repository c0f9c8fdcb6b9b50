import type { TapeReport } from '../call/ports/audio.js';
import type { Chunk } from '../call/ports/format.js';

const nothing: TapeReport = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };

/** Joins the accounts of tapes that follow one another into that of the call. */
export class TapeAccount {
  /** The account of the tapes that are gone. */
  #before = nothing;
  /** The last report of the present tape. */
  #last = nothing;

  /** The account so far, with this report of the tape. */
  report(report: TapeReport): TapeReport {
    this.#last = report;
    return sum(this.#before, report);
  }

  /** A chunk of the tape, with its place among all. */
  chunk({ index, samples }: Chunk): Chunk {
    return { index: this.#before.taken + this.#before.dropped + index, samples };
  }

  /** The account, with `missed` more samples that no tape counts. */
  miss(missed: number): TapeReport {
    this.#before = sum(this.#before, { ...nothing, captured: missed, missed });
    return { ...sum(this.#before, this.#last), level: 0 };
  }

  /** Closes the account of a tape that is gone: samples still on it count as missed. */
  close(): void {
    const { held, missed, ...rest } = sum(this.#before, this.#last);
    this.#before = { ...rest, held: 0, missed: missed + held };
    this.#last = nothing;
  }
}

function sum(a: TapeReport, b: TapeReport): TapeReport {
  return {
    captured: a.captured + b.captured,
    held: a.held + b.held,
    taken: a.taken + b.taken,
    dropped: a.dropped + b.dropped,
    missed: a.missed + b.missed,
    level: b.level,
  };
}
