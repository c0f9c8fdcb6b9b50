import { CallError } from '../../call/errors.js';
import type { AudioLines, TapeReport } from '../../call/ports/audio.js';
import type { CaptureNode } from './capture-node.js';
import type { Engine } from '../engine/engine.js';
import { connectLine } from '../engine/line.js';
import { processorNames, type TapeCommand, type TapeOptions } from '../worklet/messages.js';

/** A starved machine may take so long to hand over the end of the tape; 10 ms are usual. */
const FINISH_TIMEOUT_MS = 1000;
/** A broken engine may take so long for the same; it may never answer. */
const HAND_OFF_TIMEOUT_MS = 250;

export interface TapeNodeListener {
  /** The account of the call, as the tape and the ones before it report it. */
  heard(report: TapeReport): void;
  /** Reports a new node that the microphone must feed. */
  replaced(node: AudioNode): void;
}

/** The tape of one engine, as the page holds it. */
export class TapeNode {
  /** Resolves once its processor has run: from then on no sample can pass it by. */
  readonly running: Promise<void>;
  readonly #engine: Engine;
  readonly #options: TapeOptions;
  readonly #listener: TapeNodeListener;
  #node: AudioWorkletNode;
  #repaired = false;
  #onrunning = () => {};
  #onfinished = (_whole: boolean) => {};

  /** Needs an engine whose worklet has loaded. Everything it adds goes when the engine closes. */
  constructor(engine: Engine, options: TapeOptions, lines: AudioLines, listener: TapeNodeListener) {
    this.#engine = engine;
    this.#options = options;
    this.#listener = listener;
    this.running = new Promise((resolve) => (this.#onrunning = resolve));
    this.#node = this.#addNode();
    lines.tape(connectLine(this.#node), (report, finished) => this.#hear(report, finished));
  }

  /** The node to connect the microphone to. */
  get node(): AudioWorkletNode {
    return this.#node;
  }

  mute(muted: boolean): void {
    this.#send({ type: 'mute', muted });
  }

  hold(holding: boolean): void {
    this.#send({ type: 'hold', holding });
  }

  /** Counts as missed the time in which nothing could be recorded, in 16 kHz samples. */
  miss(samples: number): void {
    this.#send({ type: 'miss', samples });
  }

  /** Hands over what is on the tape, and goes on. */
  spill(): void {
    this.#send({ type: 'spill' });
  }

  /**
   * Ends the recording and hands everything over to `capture`, if that is attached. Resolves to whether
   * it succeeded: an audio thread that hangs does not answer.
   */
  finish(capture: CaptureNode | undefined): Promise<boolean> {
    return this.#end(FINISH_TIMEOUT_MS, () => {
      // On the port of the capture, so that it cannot overtake the capture's own beginning.
      if (capture?.attached) capture.finish();
      else this.#send({ type: 'finish' });
    });
  }

  /** Ends the recording and hands everything over, read or not. Resolves to whether it succeeded. */
  handOff(): Promise<boolean> {
    return this.#end(HAND_OFF_TIMEOUT_MS, () => this.#send({ type: 'handOff' }));
  }

  #end(timeoutMs: number, send: () => void): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#engine.context.state === 'closed') return resolve(false);
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#onfinished = (whole) => {
        clearTimeout(timer);
        resolve(whole);
      };
      send();
    });
  }

  #addNode(): AudioWorkletNode {
    const { context, signal } = this.#engine;
    const node = openNode(context, this.#options);
    signal.addEventListener('abort', () => this.#leave(node), { once: true });
    // Use the attribute: the spec left the name of the event open, and Chromium fires `error`.
    // https://github.com/WebAudio/web-audio-api/issues/1984
    node.onprocessorerror = () => this.#repair();
    // Silent, but WebKit renders only nodes that lead to the destination:
    // https://github.com/WebKit/WebKit/pull/70754
    node.connect(context.destination);
    return node;
  }

  /** Replaces a processor that threw, once: the tape and its line survive it, and the new processor goes on with them. */
  #repair(): void {
    if (this.#repaired) return this.#engine.fail('tape processor');
    this.#repaired = true;
    this.#node = this.#addNode();
    this.#listener.replaced(this.#node);
  }

  #hear(report: TapeReport, finished: boolean): void {
    if (this.#engine.signal.aborted) return;
    this.#onrunning();
    this.#listener.heard(report);
    if (finished) this.#onfinished(true);
  }

  #leave(node: AudioWorkletNode): void {
    node.port.postMessage({ type: 'end' } satisfies TapeCommand);
    node.disconnect();
    node.port.close();
    this.#onfinished(false);
  }

  #send(command: TapeCommand): void {
    this.#node.port.postMessage(command);
  }
}

/** Throws CallError `worklet-failed` where the module that was loaded has registered no tape. */
function openNode(context: BaseAudioContext, processorOptions: TapeOptions): AudioWorkletNode {
  try {
    return new AudioWorkletNode(context, processorNames.tape, {
      channelCount: 1,
      channelCountMode: 'explicit',
      outputChannelCount: [1],
      processorOptions,
    });
  } catch (cause) {
    // A module that throws while it runs resolves `addModule` all the same:
    // https://github.com/WebAudio/web-audio-api/issues/2267
    const detail = `the module threw, or is no worklet of live-call (${String(cause)})`;
    throw new CallError('worklet-failed', { detail, cause });
  }
}
