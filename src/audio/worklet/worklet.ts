/*
 * The way of a sample through the audio thread, and of a chunk back to the page:
 *
 *   microphone ──▶ TapeProcessor ─record─▶ TapeDeck ─▶ Recorder ─16 kHz PCM─▶ Tape
 *                       │                                                      │
 *                  (connected: each block is taped before it is read)     TapeReader
 *                       ▼                                                      │
 *                  CaptureProcessor ─handOver─▶ TapeDeck ◀──chunk, on credit───┘
 *                       ▲                          │ post
 *   page: CaptureNode ──┘ grant                    ▼
 *         TapeNode ◀── reports and chunks ── port of TapeProcessor
 *
 * One port speaks for both processors, so the account of the page is consistent at every message.
 */
import { INPUT_RATE } from '../../call/ports/format.js';
import { PlaybackQueue } from './playback-queue.js';
import type { TapeReader } from './tape-reader.js';
import { TapeDeck } from './tape-deck.js';
import {
  processorNames,
  type CaptureCommand,
  type CaptureOptions,
  type PlaybackCommand,
  type TapeCommand,
  type TapeOptions,
} from './messages.js';

/** Time from one report of the playback to the next while there is something to play. */
const REPORT_INTERVAL_SECONDS = 0.1;

/** The tape of this context. The capture finds it here, in the same thread, without a port. */
let tape: TapeDeck | undefined;

/**
 * Records its input on the tape; if a failed processor has left a tape, on that one. Outputs silence, so
 * that it can be connected to the destination and every browser runs it.
 */
class TapeProcessor extends AudioWorkletProcessor {
  readonly #deck: TapeDeck;
  readonly #since: number | undefined;
  #begun = false;
  #ended = false;

  constructor({ processorOptions }: { readonly processorOptions: TapeOptions }) {
    super();
    const { since, ...options } = processorOptions;
    this.#since = tape ? undefined : since;
    tape ??= new TapeDeck({ ...options, sampleRate, continued: since !== undefined });
    this.#deck = tape;
    this.#deck.post = (message) => {
      const transfer = message.type === 'chunk' ? [message.chunk.samples.buffer] : [];
      this.port.postMessage(message, transfer);
    };
    this.port.onmessage = ({ data }: MessageEvent<TapeCommand>) => this.#obey(data);
  }

  override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    // A source that has ended has no channels; the output always has one.
    if (this.#ended) return false;
    const { length } = outputs[0]![0]!;
    // A quantum that the engine skips is no gap: it pulled nothing from the microphone either.
    if (!this.#begun) this.#deck.miss(this.#gapSeconds() * INPUT_RATE);
    this.#begun = true;
    this.#deck.endFrame = currentFrame + length;
    this.#deck.record(inputs[0]?.[0], length);
    return true;
  }

  /** Seconds from the end of the recording that it continues to its own beginning. */
  #gapSeconds(): number {
    if (this.#since === undefined) return (currentFrame - this.#deck.endFrame) / sampleRate;
    return (Date.now() - this.#since) / 1000;
  }

  #obey(command: TapeCommand): void {
    switch (command.type) {
      case 'mute':
        return this.#deck.mute(command.muted);
      case 'hold':
        return this.#deck.hold(command.holding);
      case 'miss':
        return this.#deck.miss(command.samples);
      case 'spill':
        return this.#deck.spill();
      case 'finish':
        return this.#deck.finish();
      case 'handOff':
        return this.#deck.finish(true);
      case 'end':
        this.#ended = true;
        tape = undefined;
    }
  }
}

/** Reads the tape, and sends the chunks over the port of the tape. Outputs silence. */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #deck: TapeDeck | undefined;
  readonly #reader: TapeReader | undefined;

  constructor({ processorOptions }: { readonly processorOptions: CaptureOptions }) {
    super();
    this.#deck = tape;
    this.#reader = tape?.attach(processorOptions.credit);
    this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => this.#obey(data);
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    if (!this.#deck || !this.#reader || !this.#deck.isAttached(this.#reader)) return false;
    this.#deck.handOver(this.#reader, outputs[0]![0]!.length);
    return true;
  }

  #obey(command: CaptureCommand): void {
    if (!this.#deck || !this.#reader) return;
    switch (command.type) {
      case 'grant':
        return this.#reader.grant(command.chunks);
      case 'finish':
        return this.#deck.finish();
      case 'end':
        this.#deck.detach(this.#reader);
    }
  }
}

/** Plays the model's voice. */
class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #queue = new PlaybackQueue(sampleRate);
  #sounded = false;
  #sinceReportSeconds = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => this.#obey(data);
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    if (this.#ended) return false;
    const output = outputs[0]![0]!;
    this.#queue.render(output);
    this.#sinceReportSeconds += output.length / sampleRate;
    const changed = this.#queue.sounding !== this.#sounded;
    const due = this.#queue.queued > 0 && this.#sinceReportSeconds >= REPORT_INTERVAL_SECONDS;
    if (changed || due) this.#report();
    return true;
  }

  #obey(command: PlaybackCommand): void {
    switch (command.type) {
      case 'play':
        return this.#queue.write(command.samples, command.rate);
      case 'endTurn':
        return this.#queue.endTurn();
      case 'flush':
        this.#queue.flush();
        return this.#report();
      case 'end':
        this.#ended = true;
    }
  }

  #report(): void {
    this.#sounded = this.#queue.sounding;
    this.#sinceReportSeconds = 0;
    this.port.postMessage(this.#queue.report());
  }
}

registerProcessor(processorNames.tape, TapeProcessor);
registerProcessor(processorNames.capture, CaptureProcessor);
registerProcessor(processorNames.playback, PlaybackProcessor);
