import type { Ledger } from './ledger.js';
import type { Speaker, SpeakerListener } from './ports/audio.js';
import type { CallStatus } from './status.js';

/** The way of the model's voice from the session to the speaker. It can be hushed for the rest of a turn. */
export class Downlink {
  readonly #ledger: Ledger;
  readonly #signs: CallStatus;
  #speaker: Speaker | undefined;
  #turnOpen = false;
  #hushed = false;
  #underruns = 0;

  constructor(ledger: Ledger, signs: CallStatus) {
    this.#ledger = ledger;
    this.#signs = signs;
  }

  /** Whether the model has said some of its turn and not all. */
  get turnOpen(): boolean {
    return this.#turnOpen;
  }

  /** How often the voice ran dry before its turn was over. */
  get underruns(): number {
    return this.#underruns;
  }

  /** Where the voice goes from here on. */
  attach(speaker: Speaker): void {
    this.#speaker = speaker;
  }

  /** What the speaker tells. */
  readonly listener: SpeakerListener = {
    report: (report) => {
      this.#ledger.played(report);
      this.#underruns = report.underruns;
      this.#signs.level({ speaker: report.level });
      this.#signs.speak(report.queued > 0);
    },
  };

  /** Mono 16-bit PCM at `rate` Hz. */
  play(samples: Int16Array, rate: number): void {
    this.#turnOpen = true;
    if (this.#hushed) this.#ledger.discarded(samples.length);
    else this.#speaker?.play(samples, rate);
  }

  /** Nothing more comes of this turn. */
  endTurn(): void {
    this.#turnOpen = this.#hushed = false;
    this.#speaker?.endTurn();
  }

  /** The server broke off the turn, and says itself what still comes of it. */
  interrupted(): void {
    this.#turnOpen = this.#hushed = false;
    this.#speaker?.flush();
  }

  /** Silences the voice at once; what still comes of this turn is not played. */
  hush(): void {
    this.#hushed = this.#turnOpen;
    this.#speaker?.flush();
  }
}
