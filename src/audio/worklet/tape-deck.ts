import type { TapeReport } from '../../call/ports/audio.js';
import { CHUNK, INPUT_RATE, MAX_CREDIT_CHUNKS, type Chunk } from '../../call/ports/format.js';
import { Recorder } from './recorder.js';
import { Tape } from './tape.js';
import { TapeReader } from './tape-reader.js';
import type { TapeMessage } from './messages.js';

/** Time from one report to the next, at most. */
const REPORT_INTERVAL_SECONDS = 0.1;
/** The tape holds at least as much while something reads it, so that a short pause of the page costs nothing. */
const MIN_ATTACHED_HOLD_SAMPLES = MAX_CREDIT_CHUNKS * CHUNK;
/** A gap this long counts even at the end; a shorter one may be how a recording stops. */
const MIN_GAP_SAMPLES = INPUT_RATE / 10;

export interface TapeDeckOptions {
  /** Rate of the microphone in Hz. */
  readonly sampleRate: number;
  /** Length of the tape in seconds while nothing reads it. */
  readonly maxHold: number;
  readonly muted: boolean;
  /** Whether it continues a recording, so that a gap counts from the beginning. */
  readonly continued?: boolean;
}

/** A tape with its recorder and its reader: the way of speech from the microphone to the page. */
export class TapeDeck {
  readonly #sampleRate: number;
  readonly #detachedHoldSamples: number;
  /** Sends a message to the page. */
  post: (message: TapeMessage) => void;
  readonly #tape: Tape;
  readonly #recorder: Recorder;
  #reader: TapeReader | undefined;
  #muted: boolean;
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
  /** Whether it has handed over a chunk since the last `paused`. */
  #handedOver = false;

  constructor(options: TapeDeckOptions, post: (message: TapeMessage) => void = () => {}) {
    this.#sampleRate = options.sampleRate;
    this.#detachedHoldSamples = Math.floor(options.maxHold * INPUT_RATE);
    this.#muted = options.muted;
    this.#started = options.continued ?? false;
    this.post = post;
    this.#tape = new Tape(this.#detachedHoldSamples);
    this.#recorder = new Recorder(options.sampleRate, this.#tape);
  }

  /** Records a block, unless muted. An undefined block means that the microphone gives nothing: a gap. */
  record(block: Float32Array | undefined, frames: number): void {
    if (!block) this.miss((frames / this.#sampleRate) * INPUT_RATE);
    else if (!this.#muted && !this.#finished) {
      this.#started = true;
      this.#missedSamples += this.#gapSamples;
      this.#gapSamples = 0;
      this.#recorder.record(block);
    }
    this.#sinceReportSeconds += frames / this.#sampleRate;
    if (this.#sinceReportSeconds >= REPORT_INTERVAL_SECONDS)
      this.post({ type: 'report', report: this.#report() });
  }

  /** Counts a gap, in 16 kHz samples, unless muted. */
  miss(samples: number): void {
    if (samples <= 0 || !this.#started || this.#muted || this.#finished) return;
    if (this.#gapSamples === 0) this.#recorder.pause();
    this.#gapSamples += samples;
  }

  /** Muted, it records nothing, and hands over the speech before to its last sample. */
  mute(muted: boolean): void {
    if (muted === this.#muted) return;
    this.#muted = muted;
    if (muted && !this.#finished) this.#recorder.pause();
  }

  /** Attaches a new reader; the reader before it gets nothing more. */
  attach(credit: number): TapeReader {
    this.#reader = new TapeReader(this.#tape, credit);
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
    let chunk: Chunk | undefined;
    while ((chunk = reader.next(this.#muted))) this.#postChunk(chunk);
    if (this.#muted && this.#handedOver && this.#tape.held === 0) {
      this.#handedOver = false;
      this.post({ type: 'paused' });
    }
  }

  /** Ends the recording. Hands over everything, whatever the credit, if a reader is attached or `unread` is true. */
  finish(unread = false): void {
    if (!this.#muted && !this.#finished) this.#recorder.pause();
    this.#finished = true;
    let chunk: Chunk | undefined;
    while ((this.#reader || unread) && (chunk = this.#tape.take(true))) this.#postChunk(chunk);
    // The deck that follows does not know that anything was handed over.
    if (unread && this.#muted && this.#handedOver) this.post({ type: 'paused' });
    this.post({ type: 'finished', report: this.#report() });
  }

  /** Hands over every whole chunk on the tape, whatever the credit: the page may be gone in a moment. */
  spill(): void {
    let chunk: Chunk | undefined;
    while ((chunk = this.#tape.take())) this.#postChunk(chunk);
  }

  #postChunk(chunk: Chunk): void {
    this.#handedOver = true;
    this.post({ type: 'chunk', report: this.#report(), chunk });
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
