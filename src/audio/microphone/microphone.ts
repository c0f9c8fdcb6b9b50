import type {
  AudioLines,
  Capture,
  ChosenDevices,
  Microphone,
  MicrophoneListener,
  TapeReport,
} from '../../call/ports/audio.js';
import { INPUT_RATE } from '../../call/ports/format.js';
import { CaptureNode } from './capture-node.js';
import { untilRunning, type Engine } from '../engine/engine.js';
import { MicrophoneSource } from './source.js';
import { watchSuspension } from '../engine/clock-watch.js';
import { checkMicrophone } from '../support.js';
import { TapeClock } from './tape-clock.js';
import { TapeNode } from './tape-node.js';
import { MicrophoneWarnings } from './warnings.js';

/** A context may take so long to start once everything else is there. */
const START_TIMEOUT_MS = 10_000;

export interface MicrophoneOptions {
  /** Asks for no microphone before `open()`. */
  readonly text?: boolean | undefined;
  readonly devices: ChosenDevices;
  /** Length of the tape in seconds. */
  readonly maxHold: number;
  readonly muted: boolean;
  readonly holding?: boolean | undefined;
  readonly listener: MicrophoneListener;
  readonly lines: AudioLines;
}

/**
 * Records every sample of the microphone on a tape in the audio thread, from the grant on. It moves
 * from one engine to the next, and takes its account along.
 */
export class BufferedMicrophone implements Microphone {
  readonly taped: Promise<void>;
  readonly #options: MicrophoneOptions;
  readonly #signal: AbortSignal;
  readonly #source: MicrophoneSource;
  readonly #clock = new TapeClock();
  readonly #warnings: MicrophoneWarnings;
  #muted: boolean;
  #holding: boolean | undefined;
  #engine: Engine | undefined;
  /** Undefined while nothing records. */
  #tape: TapeNode | undefined;
  #capture: CaptureNode | undefined;
  #finishing: Promise<void> | undefined;
  /** Books on the tape for how long the audio has stood still so far. */
  #settleSuspension = () => {};
  #isTaped = false;
  #ontaped = () => {};
  #onuntaped: (reason: unknown) => void = () => {};

  /** Asks for the microphone, if any, in this very task. Releases everything when `signal` aborts. */
  constructor(options: MicrophoneOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#muted = options.muted;
    this.#holding = options.holding;
    const { listener } = options;
    this.#source = new MicrophoneSource(
      {
        ...options,
        changed: () => this.#mute(),
        talkingMuted: (talking) => listener.talkingMuted?.(talking),
        failed: (error) => listener.failed(error),
      },
      signal,
    );
    this.#warnings = new MicrophoneWarnings(this.#source, (warning) => listener.warned(warning));
    this.taped = new Promise((resolve, reject) => {
      this.#ontaped = resolve;
      this.#onuntaped = reject;
    });
    // A call that ends first handles nothing here; do not raise `unhandledrejection`.
    this.taped.catch(() => {});
    // A refusal counts even when the engine broke meanwhile.
    this.#source.granted.catch((error: unknown) => this.#onuntaped(error));
    signal.addEventListener('abort', () => this.#onuntaped(signal.reason), { once: true });
  }

  get muted(): boolean {
    return this.#muted;
  }
  set muted(muted: boolean) {
    this.#muted = muted;
    this.#source.muted = muted;
    this.#mute();
  }

  set holding(holding: boolean) {
    this.#settleSuspension();
    this.#holding = holding;
    this.#tape?.hold(holding);
  }

  choose(devices: ChosenDevices): void {
    this.#source.choose(devices);
  }

  /** Whether the browser waits for a sign of the caller before it lets the audio run. */
  set blocked(blocked: boolean) {
    this.#warnings.blocked = blocked;
  }

  /** Whether the recording has ended. */
  get finished(): boolean {
    return this.#finishing !== undefined;
  }

  /** Resolves when the caller has granted the microphone. */
  get granted(): Promise<unknown> {
    return this.#source.granted;
  }

  async open(): Promise<void> {
    checkMicrophone();
    await this.#source.open(this.taped);
  }

  /** Records in this engine from now on. */
  use(engine: Engine): void {
    this.#engine = engine;
    const onfailed = (error: unknown) => {
      // A closed engine reports its own failure.
      if (engine.signal.aborted || engine.context.state === 'closed') return;
      if (this.#isTaped) engine.fail(String(error));
      else this.#onuntaped(error);
    };
    this.#record(engine).then(() => {
      this.#isTaped = true;
      this.#ontaped();
    }, onfailed);
  }

  spill(): void {
    this.#tape?.spill();
  }

  /** Hands over everything on the tape, and records nothing before another engine is in use. */
  async handOff(): Promise<void> {
    const tape = this.#tape;
    this.#tape = undefined;
    await tape?.handOff();
    this.#capture?.leave();
  }

  /** Ends the recording with `error`, and counts the time since the last report as missed. */
  async fail(error: Error): Promise<void> {
    await this.handOff();
    this.#reportEnd();
    this.#options.listener.failed(error);
  }

  attachCapture(): Capture {
    this.#capture?.detach();
    this.#capture = new CaptureNode();
    this.#readTape();
    return this.#capture;
  }

  finish(now = false): Promise<void> {
    const running = this.#engine?.context.state === 'running' && !this.#signal.aborted;
    const tape = running ? this.#tape : undefined;
    this.#finishing ??= this.#finish(tape);
    // In this order, or the end of the device would count as a gap after the last word.
    this.#source.finish();
    if (now) this.#reportEnd();
    return this.#finishing;
  }

  async #finish(tape: TapeNode | undefined): Promise<void> {
    const whole = tape && (await tape.finish(this.#capture));
    if (!whole) this.#reportEnd();
  }

  /** Counts the time since the last report as missed, because no tape answers. */
  #reportEnd(): void {
    if (this.#silent || this.#signal.aborted) return;
    this.#options.lines.missed(this.#clock.catchUp());
  }

  async #record(engine: Engine): Promise<void> {
    const { context, signal } = engine;
    const tape = engine.worklet.then(() => this.#addTape(engine));
    const [stream, { node, running }] = await Promise.all([this.#source.granted, tape]);
    signal.throwIfAborted();
    this.#source.connect(stream, context, node);
    engine.resume();
    await untilRunning(context, signal, this.#isTaped ? undefined : START_TIMEOUT_MS);
    await running;
    const stood = (seconds: number) => this.#tape?.miss(seconds * INPUT_RATE);
    this.#settleSuspension = watchSuspension(context, stood, signal);
  }

  #addTape(engine: Engine): TapeNode {
    const { signal } = engine;
    signal.throwIfAborted();
    // Ahead of the listener of the tape node: the capture must leave while the tape still exists.
    signal.addEventListener('abort', () => this.#capture?.leave(), { once: true });
    const { maxHold } = this.#options;
    this.#tape = new TapeNode(
      engine,
      { maxHold, muted: this.#silent, holding: this.#holding, since: this.#clock.until },
      this.#options.lines,
      {
        heard: (report) => this.#hear(report),
        replaced: (node) => (this.#source.destination = node),
      },
    );
    this.#readTape();
    return this.#tape;
  }

  #readTape(): void {
    const engine = this.#engine;
    if (this.#tape) this.#capture?.read(this.#tape.node, () => engine?.fail('capture processor'));
  }

  #hear(report: TapeReport): void {
    this.#clock.read(report, !this.#tape);
    this.#warnings.look(report);
  }

  /** Whether nothing counts as said: the caller has muted the microphone, or the system has paused it. */
  get #silent(): boolean {
    return this.#muted || this.#source.suspended;
  }

  #mute(): void {
    this.#warnings.restart();
    // Book the gap so far under the old mute state before it changes.
    this.#settleSuspension();
    this.#tape?.mute(this.#silent);
  }
}
