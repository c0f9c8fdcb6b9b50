import type { MicrophoneTrouble, TapeReport } from '../../call/ports/audio.js';
import { INPUT_RATE } from '../../call/ports/format.js';
import type { MicrophoneInput } from './source.js';

/** Zeros after which the caller is told, in 16 kHz samples. */
const SILENT = 4 * INPUT_RATE;
/** Zeros after the system gave a microphone back, after which it is asked for anew, in 16 kHz samples. */
const STILL_SILENT = INPUT_RATE;

/** Tells what keeps the caller from being heard, and when that changes. */
export class TroubleWatch {
  readonly #input: MicrophoneInput;
  readonly #onchange: (trouble: MicrophoneTrouble | undefined) => void;
  readonly #silence = new Silence();
  #told: MicrophoneTrouble | undefined;
  #blocked = false;
  /** Whether the system had paused the microphone, and nothing was heard of it since. */
  #doubtful = false;

  constructor(input: MicrophoneInput, onchange: (trouble: MicrophoneTrouble | undefined) => void) {
    this.#input = input;
    this.#onchange = onchange;
  }

  /** Whether the browser waits for a sign of the caller before it lets the audio run. */
  set blocked(blocked: boolean) {
    this.#blocked = blocked;
    this.#tell(this.#input.trouble);
  }

  /** Listens anew: the microphone was muted, paused, given back or replaced. */
  restart(): void {
    if (this.#input.suspended) this.#doubtful = true;
    this.#silence.reset();
  }

  /** Looks at what came of the microphone by now. */
  look(report: TapeReport): void {
    const { suspended, trouble } = this.#input;
    const silence = this.#silence.measure(report);
    if (silence === 0) this.#doubtful &&= suspended;
    if (this.#doubtful && !suspended && silence >= STILL_SILENT) {
      this.#doubtful = false;
      void this.#input.replace();
    }
    this.#tell(silence >= SILENT && !suspended ? 'silent' : trouble);
  }

  #tell(trouble: MicrophoneTrouble | undefined): void {
    const told = this.#blocked ? 'blocked' : trouble;
    if (told === this.#told) return;
    this.#told = told;
    this.#onchange(told);
  }
}

/** Measures for how long a microphone has given nothing but zeros, as no microphone does that hears a room. */
class Silence {
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
