import type { PlaybackReport, TapeReport } from './ports/audio.js';
import { UnconfirmedSamples } from './unconfirmed.js';

/**
 * Why speech was lost: the tape was full, there was no microphone for a while, the caller hung up, or
 * the call failed, or each connection that it was sent on.
 */
export type LossReason = 'overflow' | 'gap' | 'stopped' | 'failed';

/** The account of the model's voice, in samples as received: `received = played + flushed + queued`. */
export interface PlaybackLedger {
  readonly received: number;
  readonly played: number;
  /** Cut off by an interruption or by the end of the call, or more than can wait. */
  readonly flushed: number;
  readonly queued: number;
}

/** The account of texts, of the page or the caller, in messages: `written = waiting + sent + dropped`. */
export interface TextLedger {
  readonly written: number;
  /** Waiting for a session, or for speech before it to go out. */
  readonly waiting: number;
  /** Handed to an open socket. */
  readonly sent: number;
  /** Not sent before the call was over, or given up because connections ended on it. */
  readonly dropped: number;
}

/**
 * The account of one call, in 16 kHz samples. At every instant
 * `captured = held + queued + sent + dropped`.
 */
export interface LedgerSnapshot {
  /** Taken from the microphone, or missed while there was none. */
  readonly captured: number;
  /** On the tape, or on its way from there to the conversation. */
  readonly held: number;
  /** In the hands of the conversation, waiting for the socket to take them. */
  readonly queued: number;
  /** Handed to an open socket, in order, and not given up since. */
  readonly sent: number;
  /** Lost, and why: the sum of `drops`. */
  readonly dropped: number;
  readonly drops: Readonly<Record<LossReason, number>>;
  /**
   * The unconfirmed part of `sent`: the server has shown no sign of life since, or a lost connection took
   * it along and it was not sent again.
   */
  readonly atRisk: number;
  /** Sent a second time after a reconnect. */
  readonly resent: number;
  /** Texts, in messages. */
  readonly texts: TextLedger;
  readonly playback: PlaybackLedger;
}

/** Keeps the account of one call. Calls `onloss` for every loss in the moment in which it is booked. */
export class Ledger {
  #tape: TapeReport = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };
  #sent = 0;
  #gaveUp = 0;
  #resent = 0;
  /** Speech that came to wait here from the page before, less the speech that went to the next one. */
  #moved = 0;
  /** Speech that is to be sent again and was sent by the page before, so that it is none of this account. */
  #foreign = 0;
  readonly #unconfirmed = new UnconfirmedSamples();
  #texts = { written: 0, sent: 0, dropped: 0 };
  #drops: Record<LossReason, number> = { overflow: 0, gap: 0, stopped: 0, failed: 0 };
  #playback: PlaybackLedger = { received: 0, played: 0, flushed: 0, queued: 0 };
  #discarded = 0;
  #closed = false;
  readonly #onloss: (samples: number, reason: LossReason) => void;

  constructor(onloss: (samples: number, reason: LossReason) => void = () => {}) {
    this.#onloss = onloss;
  }

  /** The tape's own account, cumulative. */
  taped(report: TapeReport): void {
    if (this.#closed) return;
    const { dropped, missed } = this.#tape;
    this.#tape = report;
    this.#lose({ overflow: report.dropped - dropped, gap: report.missed - missed });
  }

  /** `samples` were handed to an open socket. */
  sent(samples: number): void {
    this.#sent += samples;
    this.#unconfirmed.sent(samples);
  }

  /** `samples` that were counted as sent were handed to another socket. */
  resent(samples: number): void {
    this.#resent += samples;
    this.#unconfirmed.resent(samples);
  }

  /** The server spoke: everything sent on this connection reached something that lives. */
  signOfLife(): void {
    this.#unconfirmed.signOfLife();
  }

  /** The connection is lost; the last `again` samples that were sent on it will be sent again. */
  disconnected(again: number): void {
    this.#unconfirmed.disconnected(again);
  }

  /** Speech came from the page before: `waiting` samples were not sent yet, `again` are to be sent again. */
  inherited(waiting: number, again: number): void {
    this.#moved += waiting;
    this.#foreign = again;
    this.#unconfirmed.disconnected(again);
  }

  /** Speech that waits, and texts, leave this account for that of the next page. */
  handedOn(samples: number, texts: number): void {
    this.#moved -= samples;
    this.#texts.written -= texts;
  }

  /** `samples` that were to be sent again are not: connections ended on them. */
  gaveUp(samples: number): void {
    // Speech of the page before is in this account from the moment in which it is lost.
    const foreign = Math.min(samples, this.#foreign);
    this.#foreign -= foreign;
    this.#moved += foreign;
    this.#sent += foreign;
    this.#gaveUp += samples;
    this.#unconfirmed.gaveUp(samples);
    this.#lose({ failed: samples });
  }

  /** A text was written. */
  wrote(): void {
    this.#texts.written += 1;
  }

  /** A text was handed to an open socket, for the first time. */
  textSent(): void {
    this.#texts.sent += 1;
  }

  /** A text that was to be sent again is not: connections ended on it. */
  textGivenUp(): void {
    if (this.#texts.sent > 0) this.#texts.sent -= 1;
    // The page before has sent it.
    else this.#texts.written += 1;
    this.#texts.dropped += 1;
  }

  /** The playback queue's own account, cumulative. */
  played(report: PlaybackReport): void {
    this.#playback = report;
  }

  /** `samples` of the model's voice never reached the queue: their turn was interrupted, or there was no room. */
  discarded(samples: number): void {
    this.#discarded += samples;
  }

  /** The call is over: samples still held or queued are lost, and so is voice that was not played. */
  close(reason: LossReason): void {
    if (this.#closed) return;
    const { held, queued } = this.snapshot();
    this.#closed = true;
    this.#tape = { ...this.#tape, held: 0, taken: this.#sent - this.#moved };
    const { received, played } = this.#playback;
    this.#playback = { received, played, flushed: received - played, queued: 0 };
    this.#texts.dropped = this.#texts.written - this.#texts.sent;
    this.#lose({ [reason]: held + queued });
  }

  snapshot(): LedgerSnapshot {
    const { captured, held, taken } = this.#tape;
    const { received, played, flushed, queued } = this.#playback;
    const drops = { ...this.#drops };
    const texts = this.#texts;
    return {
      captured: captured + this.#moved,
      held,
      queued: taken + this.#moved - this.#sent,
      sent: this.#sent - this.#gaveUp,
      dropped: drops.overflow + drops.gap + drops.stopped + drops.failed,
      drops,
      atRisk: this.#unconfirmed.samples,
      resent: this.#resent,
      texts: { ...texts, waiting: texts.written - texts.sent - texts.dropped },
      playback: {
        received: received + this.#discarded,
        played,
        flushed: flushed + this.#discarded,
        queued,
      },
    };
  }

  /** Books every loss before it tells of any, so that the account balances whenever it is read. */
  #lose(losses: Partial<Record<LossReason, number>>): void {
    const all = Object.entries(losses) as [LossReason, number][];
    for (const [reason, samples] of all) this.#drops[reason] += samples;
    for (const [reason, samples] of all) if (samples > 0) this.#onloss(samples, reason);
  }
}
