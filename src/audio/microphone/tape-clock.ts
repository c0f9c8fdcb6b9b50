import type { TapeReport } from '../../call/ports/audio.js';
import { INPUT_RATE } from '../../call/ports/format.js';

/** Keeps the time up to which the tapes of a call go, as far as the page has heard. */
export class TapeClock {
  #captured = 0;
  /** In ms as of `Date.now()`. */
  #until: number | undefined;

  /** The time up to which the account goes, in ms as of `Date.now()`; undefined before the first sample. */
  get until(): number | undefined {
    return this.#captured > 0 ? this.#until : undefined;
  }

  /** Reads the account of the call. `late` when the tape no longer records. */
  read({ captured }: TapeReport, late: boolean): void {
    const added = captured - this.#captured;
    // A tape whose clock has stopped still answers, but knows nothing of the time since then.
    this.#until = late ? (this.#until ?? Date.now()) + (added / INPUT_RATE) * 1000 : Date.now();
    this.#captured = captured;
  }

  /** Sets the clock to now; returns how many samples were missed since. */
  catchUp(): number {
    const now = Date.now();
    const late = this.until === undefined ? 0 : Math.max(0, now - this.until);
    const missed = Math.round((late / 1000) * INPUT_RATE);
    this.#captured += missed;
    this.#until = now;
    return missed;
  }
}
