import type { TapeReport } from '../../call/ports/audio.js';
import { INPUT_RATE, type Chunk } from '../../call/ports/format.js';

const nothing: TapeReport = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };

/** Joins the accounts of tapes that follow one another into that of the call. */
export class TapeAccount {
  /** Of the tapes that are gone. */
  #before = nothing;
  /** Of the tape that is. */
  #last = nothing;
  /** Up to when the reports tell, in ms as of `Date.now()`. */
  #until: number | undefined;

  /** Up to when the account goes, in ms as of `Date.now()`; undefined while nothing was captured. */
  get until(): number | undefined {
    return this.#last.captured + this.#before.captured > 0 ? this.#until : undefined;
  }

  /** The account so far, with this report of the tape. `late` when that has stopped to record. */
  report(report: TapeReport, late: boolean): TapeReport {
    const added = report.captured - this.#last.captured;
    // A tape whose clock has stopped still answers, but that is no news of the time since then.
    this.#until = late ? (this.#until ?? Date.now()) + (added / INPUT_RATE) * 1000 : Date.now();
    this.#last = report;
    return sum(this.#before, report);
  }

  /** A chunk of the tape, with its place among all. */
  chunk({ index, samples }: Chunk): Chunk {
    return { index: this.#before.taken + this.#before.dropped + index, samples };
  }

  /** The account, with what could have been said from its end until now. */
  end(): TapeReport {
    const late = this.until === undefined ? 0 : Math.max(0, Date.now() - this.until);
    const missed = Math.round((late / 1000) * INPUT_RATE);
    return sum(sum(this.#before, this.#last), { ...nothing, captured: missed, missed });
  }

  /** The tape is gone, and what it held is missed; another one follows. */
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
