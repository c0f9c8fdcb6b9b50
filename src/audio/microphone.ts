import {
  INPUT_RATE,
  type Capture,
  type Microphone,
  type MicrophoneListener,
  type MicrophoneTrouble,
} from '../call/ports.js';
import { untilRunning } from './audio-context.js';
import { CaptureNode } from './capture-node.js';
import type { Engine } from './engine.js';
import { MicrophoneInput } from './microphone-input.js';
import { Silence } from './silence.js';
import { watchStandstill } from './standstill.js';
import { TapeAccount } from './tape-account.js';
import { TapeNode } from './tape-node.js';
import type { TapeMessage } from './worklet-messages.js';

/** Milliseconds that a context may take to start once all else is there. */
const START_TIMEOUT = 10_000;
/** Zeros after which the caller is told, in 16 kHz samples. */
const SILENT = 4 * INPUT_RATE;
/** Zeros after the system gave a microphone back, after which it is asked for anew, in 16 kHz samples. */
const STILL_SILENT = INPUT_RATE;

export interface MicrophoneOptions {
  /** The device that the caller chose. */
  readonly deviceId: string | undefined;
  /** Length of the tape in seconds. */
  readonly maxHold: number;
  readonly muted: boolean;
  readonly listener: MicrophoneListener;
}

/**
 * A microphone whose every sample goes on a tape in the audio thread, from the moment it is granted.
 * It goes from one engine to the next, and so does its account.
 */
export class TapedMicrophone implements Microphone {
  readonly taped: Promise<void>;
  readonly #options: MicrophoneOptions;
  readonly #signal: AbortSignal;
  readonly #input: MicrophoneInput;
  readonly #account = new TapeAccount();
  readonly #silence = new Silence();
  #trouble: MicrophoneTrouble | undefined;
  #muted: boolean;
  #blocked = false;
  /** Whether the system had paused the microphone, and nothing was heard of it since. */
  #doubtful = false;
  #engine: Engine | undefined;
  /** Undefined while there is none that records. */
  #tape: TapeNode | undefined;
  #capture: CaptureNode | undefined;
  #finishing: Promise<void> | undefined;
  #isTaped = false;
  #ontaped = () => {};
  #onuntaped: (reason: unknown) => void = () => {};

  /** Asks for the microphone in this very task. Everything it holds goes when `signal` aborts. */
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
      this.#ontaped = resolve;
      this.#onuntaped = reject;
    });
    // Whoever ends the call first need not care that it never began.
    this.taped.catch(() => {});
    signal.addEventListener('abort', () => this.#onuntaped(signal.reason), { once: true });
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

  /** Whether the browser waits for a sign of the caller before it lets the audio run. */
  set blocked(blocked: boolean) {
    this.#blocked = blocked;
    this.#tell(blocked ? 'blocked' : this.#input.trouble);
  }

  /** Resolves when the caller has granted the microphone. */
  get granted(): Promise<unknown> {
    return this.#input.granted;
  }

  /** Records in this engine from now on. */
  use(engine: Engine): void {
    this.#engine = engine;
    this.#account.close();
    const onfailed = (error: unknown) => {
      // An engine that is closed has its own word to say, or has said it.
      if (engine.signal.aborted || engine.context.state === 'closed') return;
      if (this.#isTaped) engine.fail(String(error));
      else this.#onuntaped(error);
    };
    this.#record(engine).then(() => {
      this.#isTaped = true;
      this.#ontaped();
    }, onfailed);
  }

  /** Takes off the tape what it holds, and records nothing before another engine is in use. */
  async surrender(): Promise<void> {
    const tape = this.#tape;
    this.#tape = undefined;
    await tape?.surrender();
    this.#capture?.leave();
  }

  attachCapture(credit: number): Capture {
    this.#capture?.detach();
    this.#capture = new CaptureNode(credit);
    this.#readTape();
    return this.#capture;
  }

  finish(): Promise<void> {
    const running = this.#engine?.context.state === 'running' && !this.#signal.aborted;
    const tape = running ? this.#tape : undefined;
    this.#finishing ??= tape ? tape.finish(this.#capture) : Promise.resolve();
    // In this order, so that what was said last is not followed by a gap.
    this.#input.stop();
    return this.#finishing;
  }

  async #record(engine: Engine): Promise<void> {
    const { context, signal } = engine;
    const tape = engine.worklet.then(() => this.#addTape(engine));
    const [stream, { node, running }] = await Promise.all([this.#input.granted, tape]);
    signal.throwIfAborted();
    this.#input.connect(stream, context, node);
    engine.resume();
    await untilRunning(context, signal, this.#isTaped ? undefined : START_TIMEOUT);
    await running;
    watchStandstill(context, (seconds) => this.#tape?.miss(seconds * INPUT_RATE), signal);
  }

  #addTape(engine: Engine): TapeNode {
    const { signal } = engine;
    signal.throwIfAborted();
    // Ahead of the tape's own end, after which there is nothing to leave.
    signal.addEventListener('abort', () => this.#capture?.leave(), { once: true });
    const { maxHold } = this.#options;
    const muted = this.#muted || this.#input.suspended;
    this.#tape = new TapeNode(
      engine,
      { maxHold, muted, since: this.#account.until },
      {
        heard: (message) => this.#hear(message),
        replaced: (node) => (this.#input.destination = node),
      },
    );
    this.#readTape();
    return this.#tape;
  }

  #readTape(): void {
    const engine = this.#engine;
    if (this.#tape) this.#capture?.read(this.#tape, () => engine?.fail('capture processor'));
  }

  #hear(message: TapeMessage): void {
    const { listener } = this.#options;
    if (message.type === 'paused') return listener.paused();
    const report = this.#account.report(message.report, !this.#tape);
    listener.report(report);
    this.#judge(this.#silence.measure(report));
    if (message.type !== 'chunk') return;
    this.#capture?.took();
    listener.chunk(this.#account.chunk(message.chunk));
  }

  /** `silence` in 16 kHz samples. */
  #judge(silence: number): void {
    const { suspended, trouble } = this.#input;
    if (silence === 0) this.#doubtful &&= suspended;
    if (this.#doubtful && !suspended && silence >= STILL_SILENT) {
      this.#doubtful = false;
      void this.#input.replace();
    }
    this.#tell(silence >= SILENT && !suspended ? 'silent' : trouble);
  }

  #tell(trouble: MicrophoneTrouble | undefined): void {
    const told = this.#blocked ? 'blocked' : trouble;
    if (told === this.#trouble) return;
    this.#trouble = told;
    this.#options.listener.troubled(told);
  }

  /** What the system pauses is as little said as what the caller mutes. */
  #mute(): void {
    const { suspended } = this.#input;
    if (suspended) this.#doubtful = true;
    this.#silence.reset();
    this.#tape?.mute(this.#muted || suspended);
  }
}
