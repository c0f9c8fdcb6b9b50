import { CallError } from '../call/errors.js';
import {
  INPUT_RATE,
  type Capture,
  type Microphone,
  type MicrophoneListener,
  type MicrophoneTrouble,
} from '../call/ports.js';
import { resume, untilRunning } from './audio-context.js';
import { CaptureNode } from './capture-node.js';
import { MicrophoneInput } from './microphone-input.js';
import { Silence } from './silence.js';
import { watchStandstill } from './standstill.js';
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
/** Zeros after which the caller is told, in 16 kHz samples. */
const SILENT = 4 * INPUT_RATE;
/** Zeros after the system gave a microphone back, after which it is asked for anew, in 16 kHz samples. */
const STILL_SILENT = INPUT_RATE;

export interface MicrophoneOptions {
  readonly context: AudioContext;
  /** The device that the caller chose. */
  readonly deviceId: string | undefined;
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
  readonly #input: MicrophoneInput;
  readonly #silence = new Silence();
  #trouble: MicrophoneTrouble | undefined;
  #muted: boolean;
  /** Whether the system had paused the microphone, and nothing was heard of it since. */
  #doubtful = false;
  #repaired = false;
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
    const { listener } = options;
    this.#input = new MicrophoneInput(
      { ...options, changed: () => this.#mute(), failed: (error) => listener.failed(error) },
      signal,
    );
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
    this.#input.muted = muted;
    this.#mute();
  }

  set deviceId(deviceId: string | undefined) {
    this.#input.deviceId = deviceId;
  }

  /** Resolves when the caller has granted the microphone. */
  get granted(): Promise<unknown> {
    return this.#input.granted;
  }

  /** Throws before `taped` has resolved. */
  attachCapture(credit: number): Capture {
    if (!this.#tape) throw new Error('There is no tape to capture from yet.');
    this.#capture?.detach();
    this.#capture = new CaptureNode(this.#tape, TAPE_ID, credit, () =>
      this.#fail('capture processor'),
    );
    return this.#capture;
  }

  finish(): Promise<void> {
    this.#finishing ??= new Promise((resolve) => {
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
    // In this order, so that what was said last is not followed by a gap.
    this.#input.stop();
    return this.#finishing;
  }

  async #open(): Promise<void> {
    const { context, worklet } = this.#options;
    const tape = worklet.then(() => this.#addTape());
    const [stream, node] = await Promise.all([this.#input.granted, tape]);
    this.#signal.throwIfAborted();
    this.#input.connect(stream, node);
    // A page that captures may also play: without a click, it is only now that this is allowed.
    if (context.state === 'suspended') resume(context);
    await untilRunning(context, this.#signal);
    // Only when its processor has run is it certain that nothing passes the tape by.
    await this.#running;
    const miss = (seconds: number) => this.#send({ type: 'miss', samples: seconds * INPUT_RATE });
    watchStandstill(context, miss, this.#signal);
  }

  #addTape(): AudioWorkletNode {
    this.#signal.throwIfAborted();
    const { context, maxHold } = this.#options;
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
    // Chromium calls the event `error`, so that only this way is heard in every browser.
    tape.onprocessorerror = () => this.#repair();
    // Silent, but only what leads to the destination is rendered in every browser.
    tape.connect(context.destination);
    return tape;
  }

  /** A processor that threw is dead, but its tape is not: another processor goes on with it, once. */
  #repair(): void {
    if (this.#repaired) return this.#fail('tape processor');
    this.#repaired = true;
    this.#input.destination = this.#addTape();
  }

  #fail(detail: string): void {
    this.#options.listener.failed(new CallError('audio-failed', detail));
  }

  #hear(message: TapeMessage): void {
    const { listener } = this.#options;
    this.#onrunning();
    if (message.type === 'paused') return listener.paused();
    listener.report(message.report);
    this.#judge(this.#silence.measure(message.report));
    if (message.type === 'chunk') listener.chunk(message.chunk);
    if (message.type === 'finished') this.#onfinished();
  }

  /** `silence` in 16 kHz samples. */
  #judge(silence: number): void {
    const { suspended } = this.#input;
    if (silence === 0) this.#doubtful &&= suspended;
    if (this.#doubtful && !suspended && silence >= STILL_SILENT) {
      this.#doubtful = false;
      void this.#input.replace();
    }
    const trouble = silence >= SILENT && !suspended ? 'silent' : this.#input.trouble;
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#options.listener.troubled(trouble);
  }

  /** What the system pauses is as little said as what the caller mutes. */
  #mute(): void {
    const { suspended } = this.#input;
    if (suspended) this.#doubtful = true;
    this.#silence.reset();
    this.#send({ type: 'mute', muted: this.#muted || suspended });
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
