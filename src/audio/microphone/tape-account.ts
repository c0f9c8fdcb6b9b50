import type { TapeReport } from '../../call/ports/audio.js';
import { INPUT_RATE, type Chunk } from '../../call/ports/format.js';

const nothing: TapeReport = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };

/** Joins the accounts of tapes that follow one another into that of the call. */
export class TapeAccount {
  /** The account of the tapes that are gone. */
  #before = nothing;
  /** The last report of the present tape. */
  #last = nothing;
  /** The time up to which the reports go, in ms as of `Date.now()`. */
  #until: number | undefined;

  /** The time up to which the account goes, in ms as of `Date.now()`; undefined before the first sample. */
  get until(): number | undefined {
    return this.#last.captured + this.#before.captured > 0 ? this.#until : undefined;
  }

  /** The account so far, with this report of the tape. `late` when the tape no longer records. */
  report(report: TapeReport, late: boolean): TapeReport {
    const added = report.captured - this.#last.captured;
    // A tape whose clock has stopped still answers, but knows nothing of the time since then.
    this.#until = late ? (this.#until ?? Date.now()) + (added / INPUT_RATE) * 1000 : Date.now();
    this.#last = report;
    return sum(this.#before, report);
  }

  /** A chunk of the tape, with its place among all. */
  chunk({ index, samples }: Chunk): Chunk {
    return { index: this.#before.taken + this.#before.dropped + index, samples };
  }

  /** The account, with the time from its end until now counted as missed. */
  end(): TapeReport {
    const late = this.until === undefined ? 0 : Math.max(0, Date.now() - this.until);
    const missed = Math.round((late / 1000) * INPUT_RATE);
    return sum(sum(this.#before, this.#last), { ...nothing, captured: missed, missed });
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
