import type { MicrophoneTrouble } from './ports/audio.js';

/** Why the call does not go as it should: something about the microphone, or a network that is too slow. */
export type CallTrouble = MicrophoneTrouble | 'slow';

/** Peaks of the microphone and of the model's voice, 0 to 1. */
export interface Levels {
  readonly microphone: number;
  readonly speaker: number;
}

export interface StatusListener {
  /** What is shown is another than before. */
  changed(): void;
  /** `levels` has changed, as it does many times a second. */
  level(): void;
}

/** Nothing sounds. */
export const silence: Levels = { microphone: 0, speaker: 0 };

/** What a call shows of itself beside its state. */
export class CallStatus {
  readonly #listener: StatusListener;
  #levels = silence;
  #speaking = false;
  #slow = false;
  #microphone: MicrophoneTrouble | undefined;

  constructor(listener: StatusListener) {
    this.#listener = listener;
  }

  get levels(): Levels {
    return this.#levels;
  }

  /** Whether the model's voice sounds right now. */
  get speaking(): boolean {
    return this.#speaking;
  }

  get trouble(): CallTrouble | undefined {
    return this.#microphone ?? (this.#slow ? 'slow' : undefined);
  }

  /** One of the levels is another. */
  level(level: Partial<Levels>): void {
    this.#levels = { ...this.#levels, ...level };
    this.#listener.level();
  }

  speak(speaking: boolean): void {
    if (speaking === this.#speaking) return;
    this.#speaking = speaking;
    this.#listener.changed();
  }

  slow(slow: boolean): void {
    this.#slow = slow;
    this.#listener.changed();
  }

  /** Something keeps the microphone from being heard, or nothing does any more. */
  troubled(trouble: MicrophoneTrouble | undefined): void {
    this.#microphone = trouble;
    this.#listener.changed();
  }

  /** The call is over. */
  clear(): void {
    this.#levels = silence;
    this.#speaking = this.#slow = false;
    this.#microphone = undefined;
  }
}
