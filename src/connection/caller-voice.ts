import type { TapeReport } from '../call/ports/audio.js';
import { INPUT_RATE } from '../call/ports/format.js';

/** The peak from which on a sound may well be a voice, 0 to 1. */
const VOICED = 0.05;

/** Measures for how long the caller speaks, by the reports of the tape. */
export class CallerVoice {
  /** Samples captured as of the last report. */
  #captured = 0;

  /** How long the caller has spoken since the last report, in ms. */
  measure({ captured, level }: TapeReport): number {
    const samples = captured - this.#captured;
    this.#captured = captured;
    return level > VOICED ? (samples / INPUT_RATE) * 1000 : 0;
  }
}
