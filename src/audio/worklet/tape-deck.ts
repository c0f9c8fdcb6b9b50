import type { TapeReport } from '../../call/ports/audio.js';
import { CHUNK, INPUT_RATE, MAX_CREDIT_CHUNKS, type Chunk } from '../../call/ports/format.js';
import { Recorder } from './recorder.js';
import { Tape } from './tape.js';
import { TapeReader } from './tape-reader.js';
import type { TapeMessage } from './messages.js';

/** Seconds from one report to the next, at most. */
const REPORT_INTERVAL_SECONDS = 0.1;
/** Samples the tape holds at least while something reads it, so that a pause of the page costs nothing. */
const MIN_ATTACHED_HOLD_SAMPLES = MAX_CREDIT_CHUNKS * CHUNK;
/** Nothing for as long, in 16 kHz samples, is a gap even at the end; less may be how a recording stops. */
const MIN_GAP_SAMPLES = INPUT_RATE / 10;

export interface TapeDeckOptions {
  /** Rate of the microphone in Hz. */
  readonly sampleRate: number;
  /** Length of the tape in seconds while nothing reads it. */
  readonly maxHold: number;
  readonly muted: boolean;
  /** Whether it goes on with a recording, so that what is missed counts from the beginning. */
  readonly continued?: boolean;
}

/** A tape with its recorder and its reader: the way of speech from the microphone to the page. */
export class TapeDeck {
  readonly #sampleRate: number;
  readonly #detachedHoldSamples: number;
  /** Where the page is told. */
  post: (message: TapeMessage) => void;
  readonly #tape: Tape;
  readonly #recorder: Recorder;
  #reader: TapeReader | undefined;
  #muted: boolean;
  #finished = false;
  /** Whether the microphone has given anything yet. */
  #started: boolean;
  /** In 16 kHz samples, and parts of one. */
  #missedSamples = 0;
  /** What was missed since the microphone last gave something; it counts once that is back, or is sure to be gone. */
  #gapSamples = 0;
  /** Where the last block ended, in frames of the context. */
  endFrame = 0;
  /** In seconds. The first block is reported at once, so that the page knows that the tape runs. */
  #sinceReportSeconds = REPORT_INTERVAL_SECONDS;
  /** Whether a chunk was handed over since the page was last told of a pause. */
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

  /** Records a block of the microphone, unless muted; undefined when the microphone gives nothing, which is counted. */
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

  /** Counts what could have been said while there was no microphone, in 16 kHz samples. */
  miss(samples: number): void {
    if (samples <= 0 || !this.#started || this.#muted || this.#finished) return;
    if (this.#gapSamples === 0) this.#recorder.pause();
    this.#gapSamples += samples;
  }

  /** Muted, nothing is recorded; what was said before is handed over to its last sample. */
  mute(muted: boolean): void {
    if (muted === this.#muted) return;
    this.#muted = muted;
    if (muted && !this.#finished) this.#recorder.pause();
  }

  /** A new reader of the tape; one that was attached before reads no more. */
  attach(credit: number): TapeReader {
    this.#reader = new TapeReader(this.#tape, credit);
    this.#tape.capacity = Math.max(this.#detachedHoldSamples, MIN_ATTACHED_HOLD_SAMPLES);
    return this.#reader;
  }

  isAttached(reader: TapeReader): boolean {
    return reader === this.#reader;
  }

  /** Leaves on the tape what was not handed over. */
  detach(reader: TapeReader): void {
    if (!this.isAttached(reader)) return;
    this.#reader = undefined;
    this.#tape.capacity = this.#detachedHoldSamples;
  }

  /** Hands over what the attached reader may read by now. */
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

  /** Records no more, and hands over all that is held, whatever the credit: if a reader is attached, or `unread`, too. */
  finish(unread = false): void {
    if (!this.#muted && !this.#finished) this.#recorder.pause();
    this.#finished = true;
    let chunk: Chunk | undefined;
    while ((this.#reader || unread) && (chunk = this.#tape.take(true))) this.#postChunk(chunk);
    // The deck that follows does not know that anything was handed over.
    if (unread && this.#muted && this.#handedOver) this.post({ type: 'paused' });
    this.post({ type: 'finished', report: this.#report() });
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
