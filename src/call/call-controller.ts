import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ActiveCall } from './active-call.js';
import type { CallError } from './errors.js';
import { BeforeStartEvent, MuteChangeEvent, VolumeChangeEvent, type EndReason } from './events.js';
import { Runner, type CallOptions } from './runner.js';
import { Ledger, type LedgerSnapshot } from './ledger.js';
import type { CallState } from './lifecycle.js';
import type { CallMetrics } from './metrics.js';
import { pageLock } from './page-lock.js';
import type { ChosenDevices } from './ports/audio.js';
import { silence, type CallTrouble, type Levels } from './status.js';
import { Tools, type ToolDefinition, type ToolOptions } from './tools.js';

export type { CallOptions };

export type CallHost = ReactiveControllerHost & EventTarget;

/** A call as its host sees it: what it can be told, what it shows, and what it keeps from call to call. */
export class CallController implements ReactiveController {
  readonly #host: CallHost;
  readonly #habits = { tools: new Tools(), muted: false, volume: 1 };
  readonly #runner: Runner;
  #connected = false;
  /** Whether the page is being asked if it may start, so that asking for a start meanwhile is no second one. */
  #asking = false;

  /** Called with each new level of the microphone or the model's voice, outside of any render. */
  onlevel: () => void = () => {};

  constructor(host: CallHost, options: CallOptions) {
    this.#host = host;
    this.#runner = new Runner(options, this.#habits, {
      announce: (event) => this.#announce(event),
      changed: () => host.requestUpdate(),
      level: () => this.onlevel(),
    });
    host.addController(this);
  }

  get state(): CallState {
    return this.#runner.state;
  }

  /** Why the last call failed; undefined once a new one starts. */
  get error(): CallError | undefined {
    return this.#runner.error;
  }

  /** The account of this call, or of the last one. */
  get ledger(): LedgerSnapshot {
    return (this.#call?.ledger ?? new Ledger()).snapshot();
  }

  /** What this call, or the last one, was like. */
  get metrics(): CallMetrics {
    return (
      this.#call?.metrics ?? { reconnects: 0, unreadable: 0, lost: 0, resent: 0, underruns: 0 }
    );
  }

  /** The audio engine of this call, or of the last one. */
  get context(): ActiveCall['context'] {
    return this.#call?.context;
  }

  /** Whether the microphone is live, so that what is said counts, whether the session is open or not. */
  get recording(): boolean {
    return this.state !== 'idle' && this.metrics.microphone !== undefined && !this.#habits.muted;
  }

  /** Whether the model's voice sounds right now. */
  get speaking(): boolean {
    return this.#call?.signs.speaking ?? false;
  }

  /** Why the call does not go as it should, as far as that is known. */
  get trouble(): CallTrouble | undefined {
    return this.#call?.signs.trouble;
  }

  get levels(): Levels {
    return this.#call?.signs.levels ?? silence;
  }

  /** Whether the microphone is muted; kept from call to call. */
  get muted(): boolean {
    return this.#habits.muted;
  }

  set muted(muted: boolean) {
    if (muted === this.#habits.muted) return;
    this.#habits.muted = muted;
    if (this.#call) this.#call.muted = muted;
    this.#announce(new MuteChangeEvent(muted));
  }

  /** Loudness of the model's voice, 0 to 1. Throws an IndexSizeError outside of it, as `<video>` does. */
  get volume(): number {
    return this.#habits.volume;
  }

  set volume(volume: number) {
    if (!Number.isFinite(volume) || volume < 0 || volume > 1) {
      throw new DOMException(`volume is ${volume}, not within 0 to 1`, 'IndexSizeError');
    }
    if (volume === this.#habits.volume) return;
    this.#habits.volume = volume;
    if (this.#call) this.#call.volume = volume;
    this.#announce(new VolumeChangeEvent(volume));
  }

  /**
   * Starts a call; during one, answers for that one. Call it in a click, or the browser may refuse
   * to start the audio. Resolves when the call is ready; rejects with a CallError when it fails
   * before, and with an AbortError when it is stopped before.
   */
  start(): Promise<void> {
    if (this.state === 'idle' && !this.#asking) {
      this.#asking = true;
      const allowed = this.#host.dispatchEvent(new BeforeStartEvent());
      this.#asking = false;
      if (!allowed) return rejected('The page kept it from starting.');
      this.#runner.start();
    }
    return this.#runner.opened;
  }

  /** Ends the call, if there is one. Resolves when the last word is sent and everything is released. */
  stop(): Promise<void> {
    return this.#end('stopped');
  }

  /**
   * Lets the model call a function, in this call and all others, until the signal aborts. Its
   * declaration goes into the setup, so the model knows of it from the next connect on; a function
   * that was registered by the same name is replaced.
   * @throws TypeError when the name, the schema or `execute` is unusable.
   */
  registerTool(tool: ToolDefinition, options?: ToolOptions): void {
    this.#habits.tools.register(tool, options);
  }

  /**
   * Tells the model something in writing, after what was said so far; while the call is connecting, as
   * soon as it is. Throws an InvalidStateError when there is no call.
   */
  sendText(text: string): void {
    if (typeof text !== 'string') throw new TypeError('A text is a string.');
    if (this.state === 'idle') {
      throw new DOMException('There is no call to write into.', 'InvalidStateError');
    }
    this.#call?.sendText(text);
  }

  /** Silences the model's voice at once and for the rest of its turn. */
  interrupt(): void {
    this.#call?.interrupt();
  }

  /** Moves the call to other devices. */
  choose(devices: ChosenDevices): void {
    this.#call?.choose(devices);
  }

  hostConnected(): void {
    this.#connected = true;
  }

  /** An element that is moved leaves its place and is back in the same task; then the call goes on. */
  hostDisconnected(): void {
    this.#connected = false;
    queueMicrotask(() => {
      if (!this.#connected) this.leave();
    });
  }

  /** Ends the call, because the page has lost the host. */
  leave(): void {
    void this.#end('removed');
  }

  get #call(): ActiveCall | undefined {
    return this.#runner.call;
  }

  async #end(reason: EndReason): Promise<void> {
    this.#runner.stop(reason);
    await pageLock().released;
  }

  #announce(event: Event): void {
    this.#host.requestUpdate();
    this.#host.dispatchEvent(event);
  }
}

function rejected(why: string): Promise<void> {
  return Promise.reject(new DOMException(why, 'AbortError'));
}
