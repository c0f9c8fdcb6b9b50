import type { MicrophoneWarning, TapeReport } from '../../call/ports/audio.js';
import { INPUT_RATE } from '../../call/ports/format.js';
import type { MicrophoneSource } from './source.js';

/** Zeros after which the caller gets a warning, in 16 kHz samples. */
const SILENCE_SAMPLES = 4 * INPUT_RATE;
/**
 * Zeros after the system gave a microphone back, after which to ask for it again, in 16 kHz samples. On iOS
 * a track may stay silent after `unmute`: https://bugs.webkit.org/show_bug.cgi?id=213853
 */
const SUSPECT_SILENCE_SAMPLES = INPUT_RATE;

/** Reports why the caller may not be heard, whenever that changes. */
export class MicrophoneWarnings {
  readonly #source: MicrophoneSource;
  readonly #onchange: (warning: MicrophoneWarning | undefined) => void;
  readonly #silence = new Silence();
  #reported: MicrophoneWarning | undefined;
  #blocked = false;
  /** Whether the system has paused the microphone, and it has given nothing but zeros since. */
  #suspect = false;

  constructor(
    source: MicrophoneSource,
    onchange: (warning: MicrophoneWarning | undefined) => void,
  ) {
    this.#source = source;
    this.#onchange = onchange;
  }

  /** Whether the browser waits for a sign of the caller before it lets the audio run. */
  set blocked(blocked: boolean) {
    this.#blocked = blocked;
    this.#report(this.#source.warning);
  }

  /** Listens anew: the microphone was muted, paused, given back or replaced. */
  restart(): void {
    if (this.#source.suspended) this.#suspect = true;
    this.#silence.reset();
  }

  /** Judges the newest report. */
  look(report: TapeReport): void {
    const { suspended, warning } = this.#source;
    const silence = this.#silence.measure(report);
    if (silence === 0) this.#suspect &&= suspended;
    if (this.#suspect && !suspended && silence >= SUSPECT_SILENCE_SAMPLES) {
      this.#suspect = false;
      this.#source.reopen();
    }
    this.#report(silence >= SILENCE_SAMPLES && !suspended ? 'silent' : warning);
  }

  #report(warning: MicrophoneWarning | undefined): void {
    const reported = this.#blocked ? 'blocked' : warning;
    if (reported === this.#reported) return;
    this.#reported = reported;
    this.#onchange(reported);
  }
}

/** Measures for how long a microphone has given nothing but zeros; one that hears a room never does. */
class Silence {
  #recorded = 0;
  /** The position at which the zeros began, in samples recorded. */
  #start = 0;

  /** The length of the silence as of this report, in 16 kHz samples, without muted or missed time. */
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
