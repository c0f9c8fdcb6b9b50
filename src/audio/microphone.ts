import { CallError } from '../call/errors.js';
import type { Capture, Microphone, MicrophoneListener } from '../call/ports.js';
import { resume, untilRunning } from './audio-context.js';
import { CaptureNode } from './capture-node.js';
import {
  processorNames,
  type TapeCommand,
  type TapeMessage,
  type TapeOptions,
} from './worklet-messages.js';

/** A context has one tape. */
const TAPE_ID = 'microphone';
/** Milliseconds that a starved machine may take to hand over the end of the tape; ten are usual. */
const FINISH_TIMEOUT = 1000;

export interface MicrophoneOptions {
  readonly context: AudioContext;
  /** The microphone, once it is granted. Who asked for it also stops it when the signal aborts. */
  readonly stream: Promise<MediaStream>;
  /** The worklet of the context, once it is loaded. */
  readonly worklet: Promise<void>;
  /** Length of the tape in seconds. */
  readonly maxHold: number;
  readonly muted: boolean;
  readonly listener: MicrophoneListener;
}

/** A microphone whose every sample goes on a tape in the audio thread, from the moment it is granted. */
export class TapedMicrophone implements Microphone {
  readonly taped: Promise<void>;
  readonly #options: MicrophoneOptions;
  readonly #signal: AbortSignal;
  #muted: boolean;
  #track: MediaStreamTrack | undefined;
  #tape: AudioWorkletNode | undefined;
  #capture: CaptureNode | undefined;
  #finishing: Promise<void> | undefined;
  #onfinished = () => {};
  #onrunning = () => {};
  readonly #running = new Promise<void>((resolve) => (this.#onrunning = resolve));

  /** Everything it adds to the context goes when `signal` aborts. */
  constructor(options: MicrophoneOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#muted = options.muted;
    this.taped = new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.#open().then(resolve, reject);
    });
    // Whoever ends the call first need not care that it never began.
    this.taped.catch(() => {});
  }

  get muted(): boolean {
    return this.#muted;
  }
  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#track) this.#track.enabled = !muted;
    this.#send({ type: 'mute', muted });
  }

  /** Throws before `taped` has resolved. */
  attachCapture(credit: number): Capture {
    if (!this.#tape) throw new Error('There is no tape to capture from yet.');
    this.#capture?.detach();
    this.#capture = new CaptureNode(this.#tape, TAPE_ID, credit);
    return this.#capture;
  }

  finish(): Promise<void> {
    this.#finishing ??= new Promise((resolve) => {
      this.#track?.stop();
      const { state } = this.#options.context;
      if (!this.#tape || state !== 'running' || this.#signal.aborted) return resolve();
      const timer = setTimeout(resolve, FINISH_TIMEOUT);
      this.#onfinished = () => {
        clearTimeout(timer);
        resolve();
      };
      // On the port of the capture, so that it cannot overtake the capture's own beginning.
      if (this.#capture?.attached) this.#capture.finish();
      else this.#send({ type: 'finish' });
    });
    return this.#finishing;
  }

  async #open(): Promise<void> {
    const { context, stream, worklet } = this.#options;
    const [granted, tape] = await Promise.all([stream, worklet.then(() => this.#addTape())]);
    this.#signal.throwIfAborted();
    this.#listen(granted, tape);
    // A page that captures may also play: without a click, it is only now that this is allowed.
    if (context.state === 'suspended') resume(context);
    await untilRunning(context, this.#signal);
    // Only when its processor has run is it certain that nothing passes the tape by.
    await this.#running;
  }

  #addTape(): AudioWorkletNode {
    this.#signal.throwIfAborted();
    const { context, maxHold, listener } = this.#options;
    const processorOptions: TapeOptions = { id: TAPE_ID, maxHold, muted: this.#muted };
    const tape = new AudioWorkletNode(context, processorNames.tape, {
      channelCount: 1,
      channelCountMode: 'explicit',
      outputChannelCount: [1],
      processorOptions,
    });
    this.#tape = tape;
    const signal = this.#signal;
    signal.addEventListener('abort', () => this.#close(tape), { once: true });
    const onmessage = ({ data }: MessageEvent<TapeMessage>) => this.#hear(data);
    tape.port.addEventListener('message', onmessage, { signal });
    tape.port.start();
    const onerror = () => listener.failed(new CallError('audio-failed', 'tape processor'));
    tape.addEventListener('processorerror', onerror, { signal });
    // Silent, but only what leads to the destination is rendered in every browser.
    tape.connect(context.destination);
    return tape;
  }

  #listen(stream: MediaStream, tape: AudioWorkletNode): void {
    const source = this.#options.context.createMediaStreamSource(stream);
    this.#signal.addEventListener('abort', () => source.disconnect(), { once: true });
    source.connect(tape);
    const [track] = stream.getAudioTracks();
    if (!track) return;
    this.#track = track;
    track.enabled = !this.#muted;
    const onended = () => {
      // A dead device would go on to deliver silence.
      source.disconnect();
      this.#options.listener.failed(new CallError('mic-lost', 'the track ended'));
    };
    track.addEventListener('ended', onended, { signal: this.#signal });
  }

  #hear(message: TapeMessage): void {
    const { listener } = this.#options;
    this.#onrunning();
    if (message.type === 'paused') return listener.paused();
    listener.report(message.report);
    if (message.type === 'chunk') listener.chunk(message.chunk);
    if (message.type === 'finished') this.#onfinished();
  }

  #close(tape: AudioWorkletNode): void {
    this.#capture?.detach();
    this.#send({ type: 'end' });
    tape.disconnect();
    tape.port.close();
    this.#onfinished();
  }

  #send(command: TapeCommand): void {
    this.#tape?.port.postMessage(command);
  }
}
