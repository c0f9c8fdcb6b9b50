import type { TapeMessage, TapeReport } from '../../call/ports/audio.js';
import { CHUNK, INPUT_RATE, MAX_CREDIT_CHUNKS, type Chunk } from '../../call/ports/format.js';
import { PreRoll } from './pre-roll.js';
import { Recorder } from './recorder.js';
import { Tape } from './tape.js';
import { TapeReader } from './tape-reader.js';

/** Time from one report to the next, at most. */
const REPORT_INTERVAL_SECONDS = 0.1;
/** The tape holds at least as much while something reads it, so that a short pause of the page costs nothing. */
const MIN_ATTACHED_HOLD_SAMPLES = MAX_CREDIT_CHUNKS * CHUNK;
/** A gap this long counts even at the end; a shorter one may be how a recording stops. */
const MIN_GAP_SAMPLES = INPUT_RATE / 10;
/** Where the caller holds to talk, so much from before a press is recorded. */
const PRE_ROLL_SECONDS = 0.3;
/** And so much from after it: fingers are ahead of words, and a device is behind them. */
const POST_ROLL_SECONDS = 0.15;

export interface TapeDeckOptions {
  /** Rate of the microphone in Hz. */
  readonly sampleRate: number;
  /** Length of the tape in seconds while nothing reads it. */
  readonly maxHold: number;
  readonly muted: boolean;
  /** Whether the caller holds to talk; undefined where they need not. */
  readonly holding?: boolean | undefined;
  /** Whether it continues a recording, so that a gap counts from the beginning. */
  readonly continued?: boolean;
}

/** A tape with its recorder and its reader: the way of speech from the microphone to its line. */
export class TapeDeck {
  readonly #sampleRate: number;
  readonly #detachedHoldSamples: number;
  /** Sends a message by the line. */
  readonly post: (message: TapeMessage) => void;
  readonly #tape: Tape;
  readonly #recorder: Recorder;
  #reader: TapeReader | undefined;
  /** Chunks that whoever reads may hand over, in one reader or the next. */
  readonly #credit = { chunks: 0 };
  #muted: boolean;
  #holding: boolean | undefined;
  readonly #preRoll: PreRoll;
  /** So much of the recording is to follow the release, in seconds. */
  #postRoll = 0;
  #finished = false;
  /** Whether the microphone has given anything yet. */
  #started: boolean;
  /** In 16 kHz samples, with a fraction. */
  #missedSamples = 0;
  /** Provisional gap since the last sample; it counts once audio returns, or after `MIN_GAP_SAMPLES`. */
  #gapSamples = 0;
  /** The end of the last block, in frames of the context. */
  endFrame = 0;
  /** The deck reports the first block at once, so that the page knows that the tape runs. */
  #sinceReportSeconds = REPORT_INTERVAL_SECONDS;

  constructor(options: TapeDeckOptions, post: (message: TapeMessage) => void = () => {}) {
    this.#sampleRate = options.sampleRate;
    this.#detachedHoldSamples = Math.floor(options.maxHold * INPUT_RATE);
    this.#muted = options.muted;
    this.#holding = options.holding;
    this.#preRoll = new PreRoll(Math.round(PRE_ROLL_SECONDS * options.sampleRate));
    this.#started = options.continued ?? false;
    this.post = post;
    this.#tape = new Tape(this.#detachedHoldSamples);
    this.#recorder = new Recorder(options.sampleRate, this.#tape);
    // The deck before it could not know of this pause.
    if (options.continued && !this.#recording) this.#tape.cut();
  }

  get #recording(): boolean {
    return !this.#muted && !this.#finished && (this.#holding !== false || this.#postRoll > 0);
  }

  /** Records a block, unless muted or not held to talk. An undefined block means that the microphone gives nothing: a gap. */
  record(block: Float32Array | undefined, frames: number): void {
    const seconds = frames / this.#sampleRate;
    if (!block) this.miss(seconds * INPUT_RATE);
    else if (this.#recording) this.#write(block);
    else if (!this.#muted && !this.#finished) this.#preRoll.write(block);
    if (this.#postRoll > 0 && (this.#postRoll -= seconds) <= 0) this.#pause();
    this.#sinceReportSeconds += seconds;
    if (this.#sinceReportSeconds >= REPORT_INTERVAL_SECONDS) this.tell();
  }

  /** Reports at once. */
  tell(): void {
    this.post({ type: 'report', report: this.#report() });
  }

  /** Counts a gap, in 16 kHz samples, unless muted or not held to talk. */
  miss(samples: number): void {
    if (samples <= 0) return;
    this.#preRoll.clear();
    if (!this.#started || !this.#recording) return;
    if (this.#gapSamples === 0) this.#recorder.pause();
    this.#gapSamples += samples;
  }

  /** Muted, it records nothing, and hands over the speech before to its last sample. */
  mute(muted: boolean): void {
    if (muted === this.#muted) return;
    if (muted && this.#recording) this.#pause();
    this.#muted = muted;
    this.#preRoll.clear();
  }

  /** The caller presses, and the moment before is recorded as well, or lets go, and so is the moment after. */
  hold(holding: boolean): void {
    if (holding === this.#holding) return;
    if (holding && this.#postRoll > 0) this.#pause();
    const isHeard = !this.#muted && !this.#finished;
    if (holding && isHeard) this.#write(this.#preRoll.take());
    if (!holding && isHeard) this.#postRoll = POST_ROLL_SECONDS;
    this.#holding = holding;
  }

  /** Allows `chunks` more to be handed over. */
  grant(chunks: number): void {
    this.#credit.chunks += chunks;
  }

  /** Allows no more. */
  revoke(): void {
    this.#credit.chunks = 0;
  }

  /** Attaches a new reader; the reader before it gets nothing more. */
  attach(): TapeReader {
    this.#reader = new TapeReader(this.#tape, this.#credit);
    this.#tape.capacity = Math.max(this.#detachedHoldSamples, MIN_ATTACHED_HOLD_SAMPLES);
    return this.#reader;
  }

  isAttached(reader: TapeReader): boolean {
    return reader === this.#reader;
  }

  /** Detaches the reader; chunks not handed over stay on the tape. */
  detach(reader: TapeReader): void {
    if (!this.isAttached(reader)) return;
    this.#reader = undefined;
    this.#tape.capacity = this.#detachedHoldSamples;
  }

  /** Hands over as much as the attached reader may read by now. */
  handOver(reader: TapeReader, frames: number): void {
    if (!this.isAttached(reader)) return;
    reader.elapse(frames / this.#sampleRate);
    this.#post(() => reader.next(false));
  }

  /** Ends the recording. Hands over everything, whatever the credit, if a reader is attached or `unread` is true. */
  finish(unread = false): void {
    if (this.#recording) this.#recorder.pause();
    this.#finished = true;
    if (this.#reader || unread) this.#post(() => this.#tape.take(true));
    this.post({ type: 'finished', report: this.#report() });
  }

  /** Hands over every whole chunk on the tape, whatever the credit: the page may be gone in a moment. */
  spill(): void {
    this.#post(() => this.#tape.take());
  }

  #write(block: Float32Array): void {
    this.#started = true;
    this.#missedSamples += this.#gapSamples;
    this.#gapSamples = 0;
    this.#recorder.record(block);
  }

  /** Speech ends here, to its last sample. */
  #pause(): void {
    this.#postRoll = 0;
    this.#recorder.pause();
    this.#tape.cut();
  }

  /** Posts every chunk that `next` gives, and each pause in its place. */
  #post(next: () => Chunk | undefined): void {
    for (;;) {
      if (this.#tape.passCut()) this.post({ type: 'paused' });
      const chunk = next();
      if (!chunk) return;
      this.post({ type: 'chunk', report: this.#report(), chunk });
    }
  }

  #report(): TapeReport {
    this.#sinceReportSeconds = 0;
    const { captured, held, taken, dropped } = this.#tape;
    const missed = Math.round(
      this.#missedSamples + (this.#gapSamples < MIN_GAP_SAMPLES ? 0 : this.#gapSamples),
    );
    const level = this.#recorder.takeLevel();
    return { captured: captured + missed, held, taken, dropped, missed, level };
  }
}
