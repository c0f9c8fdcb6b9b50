import type { Ledger } from './ledger.js';
import type { Speaker } from './ports.js';

/** The model's voice on its way to the speaker. It can be hushed for the rest of a turn. */
export class Voice {
  readonly #speaker: Speaker;
  readonly #ledger: Ledger;
  #speaking = false;
  #hushed = false;

  constructor(speaker: Speaker, ledger: Ledger) {
    this.#speaker = speaker;
    this.#ledger = ledger;
  }

  /** Whether the model has said some of its turn and not all. */
  get speaking(): boolean {
    return this.#speaking;
  }

  /** Mono 16-bit PCM at `rate` Hz. */
  play(samples: Int16Array, rate: number): void {
    this.#speaking = true;
    if (this.#hushed) this.#ledger.discarded(samples.length);
    else this.#speaker.play(samples, rate);
  }

  endTurn(): void {
    this.#speaking = this.#hushed = false;
    this.#speaker.endTurn();
  }

  /** The server broke off the turn, and says itself what still comes of it. */
  interrupted(): void {
    this.#speaking = this.#hushed = false;
    this.#speaker.flush();
  }

  /** Silences the voice at once; what still comes of this turn is not played. */
  hush(): void {
    this.#hushed = this.#speaking;
    this.#speaker.flush();
  }
}
