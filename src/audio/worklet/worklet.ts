/*
 * The way of a sample through the audio thread, and of a chunk on to the conversation:
 *
 *   microphone ──▶ TapeProcessor ─record─▶ TapeDeck ─▶ Recorder ─16 kHz PCM─▶ Tape
 *                       │                                                      │
 *                  (connected: each block is taped before it is read)     TapeReader
 *                       ▼                                                      │
 *                  CaptureProcessor ─handOver─▶ TapeDeck ◀──chunk, on credit───┘
 *                       ▲                          │ post
 *   page: CaptureNode ──┘                          ▼
 *   conversation: Intake ◀── reports and chunks ── line of the tape
 *                        ─── credit ──▶
 *
 * One line speaks for both processors, so the account is consistent at every message. It leads to wherever the
 * conversation runs, and so does the line of the playback: neither passes by the page.
 */
import type { PlaybackReport, TapeCredit, VoiceCommand } from '../../call/ports/audio.js';
import { INPUT_RATE } from '../../call/ports/format.js';
import { PlaybackQueue } from './playback-queue.js';
import type { TapeReader } from './tape-reader.js';
import { TapeDeck } from './tape-deck.js';
import {
  processorNames,
  type CaptureCommand,
  type PlaybackCommand,
  type TapeCommand,
  type TapeOptions,
} from './messages.js';

/** Time from one report of the playback to the next while there is something to play. */
const REPORT_INTERVAL_SECONDS = 0.1;

/** The tape of this context, and its line. The capture finds it here, in the same thread, without a port. */
let tape: TapeDeck | undefined;
let tapeLine: MessagePort | undefined;

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
    tape ??= new TapeDeck({ ...options, sampleRate, continued: since !== undefined }, (message) => {
      const transfer = message.type === 'chunk' ? [message.chunk.samples.buffer] : [];
      tapeLine?.postMessage(message, transfer);
    });
    this.#deck = tape;
    this.port.onmessage = ({ data, ports }: MessageEvent<TapeCommand>) =>
      this.#obey(data, ports[0]);
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

  #obey(command: TapeCommand, line: MessagePort | undefined): void {
    switch (command.type) {
      case 'line':
        return this.#connect(line!);
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
        tapeLine?.close();
        tape = tapeLine = undefined;
    }
  }

  #connect(line: MessagePort): void {
    tapeLine = line;
    line.onmessage = ({ data }: MessageEvent<TapeCredit>) => {
      if (data.type === 'grant') this.#deck.grant(data.chunks);
      else this.#deck.revoke();
    };
    if (this.#begun) this.#deck.tell();
  }
}

/** Reads the tape, and sends the chunks by the line of the tape. Outputs silence. */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #deck: TapeDeck | undefined;
  readonly #reader: TapeReader | undefined;

  constructor() {
    super();
    this.#deck = tape;
    this.#reader = tape?.attach();
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
  #line: MessagePort | undefined;
  #sounded = false;
  #sinceReportSeconds = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data, ports }: MessageEvent<PlaybackCommand>) => {
      if (data.type === 'line') return this.#connect(ports[0]!);
      this.#ended = true;
      this.#line?.close();
    };
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

  #connect(line: MessagePort): void {
    this.#line = line;
    line.onmessage = ({ data }: MessageEvent<VoiceCommand>) => this.#obey(data);
  }

  #obey(command: VoiceCommand): void {
    switch (command.type) {
      case 'play':
        return this.#queue.write(command.samples, command.rate);
      case 'endTurn':
        return this.#queue.endTurn();
      case 'flush':
        this.#queue.flush();
        return this.#report();
    }
  }

  #report(): void {
    this.#sounded = this.#queue.sounding;
    this.#sinceReportSeconds = 0;
    this.#line?.postMessage(this.#queue.report() satisfies PlaybackReport);
  }
}

registerProcessor(processorNames.tape, TapeProcessor);
registerProcessor(processorNames.capture, CaptureProcessor);
registerProcessor(processorNames.playback, PlaybackProcessor);
