import type { TapeReport } from '../../call/ports/audio.js';

/** Measures for how long a microphone has given nothing but zeros, as no microphone does that hears a room. */
export class Silence {
  #recorded = 0;
  /** Where the zeros began, in samples recorded. */
  #start = 0;

  /** The length of the silence as of this report, in 16 kHz samples; what was muted or missed is not in it. */
  measure({ captured, missed, level }: TapeReport): number {
    this.#recorded = captured - missed;
    if (level > 0) this.reset();
    return this.#recorded - this.#start;
  }

  /** Measures anew from here. */
  reset(): void {
    this.#start = this.#recorded;
  }
}
