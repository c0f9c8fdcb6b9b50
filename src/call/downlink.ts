import { Captions } from './captions.js';
import type { Ledger } from './ledger.js';
import type { Speaker, SpeakerListener } from './ports/audio.js';
import type { SessionEvent } from './ports/session.js';
import type { Transcript } from './transcript.js';
import type { CallActivity } from './activity.js';

/** So much voice may wait to be played, in seconds: more comes of a server gone wild, and would take all memory. */
const MAX_QUEUED_SECONDS = 300;

/**
 * Carries the model's voice from the session to the speaker, turn by turn, and its words beside it. The
 * caller can silence the rest of a turn.
 */
export class Downlink {
  readonly #ledger: Ledger;
  readonly #activity: CallActivity;
  readonly #transcript: Transcript;
  readonly #captions: Captions;
  #speaker: Speaker | undefined;
  #turnOpen = false;
  #silenced = false;
  #underruns = 0;
  /** Samples given to the speaker, and of these the ones that it has played or flushed. */
  #given = 0;
  #done = 0;
  /** Samples given before the frame that is read. */
  #mark = 0;

  constructor(
    ledger: Ledger,
    activity: CallActivity,
    transcript: Transcript,
    captions: Captions = new Captions(),
  ) {
    this.#ledger = ledger;
    this.#activity = activity;
    this.#transcript = transcript;
    this.#captions = captions;
  }

  /** Whether the model has said some of its turn and not all. */
  get turnOpen(): boolean {
    return this.#turnOpen;
  }

  /** How often the voice ran dry before its turn was over. */
  get underruns(): number {
    return this.#underruns;
  }

  /** Plays on this speaker from now on. */
  attach(speaker: Speaker): void {
    this.#speaker = speaker;
  }

  /** Listens to the speaker. */
  readonly listener: SpeakerListener = {
    report: (report) => {
      this.#ledger.played(report);
      this.#done = Math.max(this.#done, report.played + report.flushed);
      this.#captions.played(this.#done, this.#given);
      this.#underruns = report.underruns;
      this.#activity.setLevel(report.level, true);
      this.#activity.set({ speaking: report.queued > 0 });
    },
  };

  /** A frame came: its words belong to its voice. */
  frame(): void {
    this.#mark = this.#given;
  }

  /** A piece of the words of one of the two; those of a turn that the caller has silenced do not sound. */
  words({ speaker, text, finished, late }: Extract<SessionEvent, { type: 'transcription' }>): void {
    const isModel = speaker === 'model';
    if (isModel && this.#silenced) return;
    if (text) this.#transcript.add(speaker, text);
    if (isModel) this.#captions.say(text, this.#mark, late);
    else this.#captions.hear(text, finished);
  }

  /** Mono 16-bit PCM at `rate` Hz. */
  play(samples: Int16Array, rate: number): void {
    this.#turnOpen = true;
    this.#activity.spoke();
    this.#activity.answered();
    const queued = this.#given - this.#done + samples.length;
    if (this.#silenced || queued > MAX_QUEUED_SECONDS * rate) {
      return this.#ledger.discarded(samples.length);
    }
    this.#given += samples.length;
    this.#speaker?.play(samples, rate);
  }

  /** Nothing more comes of this turn. */
  endTurn(): void {
    this.#captions.endTurn(this.#given);
    this.#endTurn();
    this.#speaker?.endTurn();
  }

  /** The server broke off the turn; its own frames say when the next one begins. */
  interrupted(): void {
    this.#flush();
    this.#endTurn();
  }

  /** Silences the voice at once; the rest of this turn is not played. */
  silence(): void {
    this.#silenced = this.#turnOpen;
    this.#flush();
  }

  #flush(): void {
    this.#done = this.#given;
    for (const unheard of this.#captions.cut()) this.#transcript.unsay(unheard);
    this.#speaker?.flush();
  }

  #endTurn(): void {
    this.#activity.answered();
    this.#turnOpen = this.#silenced = false;
    this.#transcript.endTurn();
  }
}
