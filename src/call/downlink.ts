import { Captions } from './captions.js';
import type { CallActivity } from './activity.js';
import type { Ledger } from './ledger.js';
import type { PlaybackReport } from './ports/audio.js';
import type { SessionEvent } from './ports/session.js';
import type { Transcript } from './transcript.js';

/** Follows the model's voice, which the conversation carries, and sets its words beside it. */
export class Downlink {
  readonly #ledger: Ledger;
  readonly #activity: CallActivity;
  readonly #transcript: Transcript;
  readonly #captions: Captions;
  #underruns = 0;
  /** Samples of voice that are to sound, and of these the ones that have been played or flushed. */
  #given = 0;
  #done = 0;
  /** Samples that came before the frame that is read. */
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

  /** How often the voice ran dry before its turn was over. */
  get underruns(): number {
    return this.#underruns;
  }

  /** The account of the voice that sounds. */
  played(report: PlaybackReport): void {
    this.#ledger.played(report);
    this.#done = Math.max(this.#done, report.played + report.flushed);
    this.#captions.played(this.#done, this.#given);
    this.#underruns = report.underruns;
    this.#activity.setLevel(report.level, true);
    this.#activity.set({ speaking: report.queued > 0 });
  }

  /** A frame came: its words belong to its voice. */
  frame(): void {
    this.#mark = this.#given;
  }

  /** A piece of the words of one of the two. */
  words({ speaker, text, finished, late }: Extract<SessionEvent, { type: 'transcription' }>): void {
    if (text) this.#transcript.add(speaker, text);
    if (speaker === 'model') this.#captions.say(text, this.#mark, late);
    else this.#captions.hear(text, finished);
  }

  /** So many samples of voice came; they do not sound if they are `dropped`. */
  voice(samples: number, dropped: boolean): void {
    this.#activity.spoke();
    this.#activity.answered();
    if (dropped) this.#ledger.discarded(samples);
    else this.#given += samples;
  }

  /** Nothing more comes of this turn. */
  endTurn(): void {
    this.#captions.endTurn(this.#given);
    this.#endTurn();
  }

  /** The server broke off the turn. */
  interrupted(): void {
    this.silenced();
    this.#endTurn();
  }

  /** Nothing that has not sounded by now will. */
  silenced(): void {
    this.#done = this.#given;
    for (const unheard of this.#captions.cut()) this.#transcript.unsay(unheard);
  }

  #endTurn(): void {
    this.#activity.answered();
    this.#transcript.endTurn();
  }
}
