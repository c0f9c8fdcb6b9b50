import type { ConversationPlace } from '../connection/conversation-ports.js';
import type { ActiveCall } from './active-call.js';
import { quiet } from './activity.js';
import { initialSettings, type CallOptions, type StartOptions } from './call-options.js';
import type { CallHost } from './call-host.js';
import type { Carried } from './carried.js';
import type { CallError } from './errors.js';
import { BeforeStartEvent, MicMuteChangeEvent, VolumeChangeEvent } from './events.js';
import type { EndReason } from './events.js';
import { Ledger, type LedgerSnapshot } from './ledger.js';
import type { CallState } from './lifecycle.js';
import { noMetrics, type CallMetrics } from './metrics.js';
import type { Audio, ChosenDevices } from './ports/audio.js';
import { Runner } from './runner.js';
import { isReconnecting, statusOf, type CallStatus, type StatusFacts } from './status.js';
import type { ToolDefinition, ToolOptions } from './tools.js';
import type { noItems } from './transcript-list.js';
import { afterTask } from '../platform/after-task.js';

export type { CallHost, ConversationPlace };

/** A call without a picture: its methods, its state, and the settings that are kept from call to call. */
export class CallController {
  readonly #host: CallHost;
  readonly #kept = initialSettings();
  readonly #runner: Runner;
  #removed = false;
  /** The document in which the call was started. */
  #home: Document | undefined;
  /** Whether a `beforestart` is being dispatched, so that a start in its listener is no second one. */
  #asking = false;

  /** Called with each new peak of the voice that sounds, the model's or the caller's, 0 to 1, outside of any render. */
  onlevel: (peak: number) => void = () => {};

  /** Lets a call start by the function, now or later; a picture may ask its caller before. */
  permit: (start: () => Promise<void>, carried?: Carried) => Promise<void> = (start) => start();

  /** `options` is asked for the settings of a call when that starts. */
  constructor(host: CallHost, options: (carried: Carried | undefined) => CallOptions) {
    this.#host = host;
    this.#runner = new Runner(options, this.#kept, {
      announce: (event) => this.#announce(event),
      changed: () => host.requestUpdate?.(),
      level: (peak) => this.onlevel(peak),
    });
    host.addController?.(this);
  }

  get state(): CallState {
    return this.#runner.state;
  }

  /** Whether the session was lost and the next one is looked for. */
  get reconnecting(): boolean {
    return isReconnecting(this.#facts);
  }

  /** Why the last call failed; undefined once a new one starts. */
  get error(): CallError | undefined {
    return this.#runner.error;
  }

  /** The account of this call, or of the last one. */
  get ledger(): LedgerSnapshot {
    return (this.#runner.account?.ledger ?? new Ledger()).snapshot();
  }

  /** Timings and counts of this call, or of the last one. */
  get metrics(): CallMetrics {
    return this.#runner.account?.metrics ?? noMetrics;
  }

  /** The words of this call, as heard; with `captions`, those of the last one until the next begins. */
  get transcript(): typeof noItems {
    return this.#runner.transcript;
  }

  /** The audio engine of this call, or of the last one. */
  get context(): Audio['context'] {
    return this.#runner.account?.audio?.context;
  }

  /** Where the conversation of this call runs, or of the last one. */
  get conversation(): ConversationPlace | undefined {
    return this.#runner.account?.place;
  }

  /** Everything that the picture says of the call. */
  get status(): CallStatus {
    return statusOf(this.#facts);
  }

  /** Whether the words of a call are shown, and kept after it. */
  get captions(): 'off' | 'on' {
    return this.#kept.captions;
  }

  set captions(captions: 'off' | 'on') {
    this.#kept.captions = captions === 'on' ? captions : 'off';
    if (this.#kept.captions === 'off') this.#runner.forget();
    this.#host.requestUpdate?.();
  }

  /** Whether the caller holds to talk in this call; it counts only with `talk: 'hold'`. */
  get holding(): boolean {
    return this.state !== 'idle' && this.#kept.held;
  }

  set holding(holding: boolean | undefined) {
    this.#kept.held = Boolean(holding);
    this.#call?.hold(this.#kept.held);
  }

  /** Whether the microphone is muted; kept from call to call. */
  get micMuted(): boolean {
    return this.#kept.micMuted;
  }

  set micMuted(micMuted: boolean) {
    if (micMuted === this.#kept.micMuted) return;
    this.#kept.micMuted = micMuted;
    const { microphone } = this.#call?.audio ?? {};
    if (microphone) microphone.muted = micMuted;
    this.#announce(new MicMuteChangeEvent(micMuted));
  }

  /** Whether the model's voice is muted; kept from call to call. */
  get muted(): boolean {
    return this.#kept.muted;
  }

  set muted(muted: boolean) {
    if (muted === this.#kept.muted) return;
    this.#kept.muted = muted;
    this.#volumeChanged();
  }

  /** Loudness of the model's voice, 0 to 1. Throws an IndexSizeError outside of it, as `<video>` does. */
  get volume(): number {
    return this.#kept.volume;
  }

  set volume(volume: number) {
    if (!Number.isFinite(volume) || volume < 0 || volume > 1) {
      throw new DOMException(`volume is ${volume}, not within 0 to 1`, 'IndexSizeError');
    }
    if (volume === this.#kept.volume) return;
    this.#kept.volume = volume;
    this.#volumeChanged();
  }

  /**
   * Starts a call; during one, answers for that one. Call it in a click, or the browser may refuse
   * to start the audio. Resolves when the call is ready; rejects with a CallError when it fails
   * before, and with an AbortError when it is stopped before.
   */
  start(options: StartOptions = {}): Promise<void> {
    if (this.state === 'idle' && !this.#asking) {
      this.#asking = true;
      const allowed = this.#host.dispatchEvent(new BeforeStartEvent());
      this.#asking = false;
      if (!allowed) return rejected('The page kept it from starting.');
      return this.permit(() => this.#start(options), options.carried);
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
    this.#kept.tools.register(tool, options);
  }

  /**
   * Tells the model something in writing, after what was said so far; while the call is connecting, as
   * soon as it is. Throws an InvalidStateError when there is no call.
   */
  sendText(text: string): void {
    if (typeof text !== 'string') throw new TypeError('A text is a string.');
    if (this.state === 'idle') throw noCall();
    this.#call?.sendText(text);
  }

  /**
   * Lets the microphone take part in a call that began without; call it in a click. Rejects with a CallError
   * where none is to be had, and the call goes on in writing; with an AbortError when the call ends before.
   */
  useMicrophone(): Promise<void> {
    const call = this.state === 'idle' ? undefined : this.#call;
    return call?.useMicrophone() ?? Promise.reject(noCall());
  }

  /** Silences the model's voice at once and for the rest of its turn. */
  interrupt(): void {
    this.#call?.interrupt();
  }

  /** Moves the call to other devices. */
  choose(devices: ChosenDevices): void {
    this.#call?.audio?.choose(devices);
  }

  hostConnected(): void {
    this.#removed = false;
  }

  hostDisconnected(): void {
    this.#removed = true;
    this.hostMoved();
  }

  /**
   * Ends the call if its host is out of the document, or in another one, once this task is over. Frameworks
   * take an element out and put it back within one, some microtasks later or by way of another document:
   * https://turbo.hotwired.dev/handbook/building#persisting-elements-across-page-loads,
   * https://htmx.org/attributes/hx-preserve/
   */
  hostMoved(): void {
    afterTask(() => {
      if (this.#removed || this.#host.ownerDocument !== this.#home) void this.#end('removed');
    });
  }

  /** Ends the call within this task, because the page goes. */
  leave(): void {
    this.#runner.leave();
  }

  get #call(): ActiveCall | undefined {
    return this.#runner.call;
  }

  get #facts(): StatusFacts {
    const { state, error, metrics, micMuted, muted, volume } = this;
    const { microphone, ready } = metrics;
    return {
      ...(this.#call?.activity.facts ?? quiet),
      state,
      error,
      granted: microphone !== undefined,
      opened: ready !== undefined,
      micMuted,
      muted: muted || volume === 0,
      seconds: this.#runner.account?.seconds,
    };
  }

  #start(options: StartOptions): Promise<void> {
    this.#home = this.#host.ownerDocument;
    if (options.carried) {
      const { micMuted, muted, volume, captions } = options.carried;
      Object.assign(this, { micMuted, muted, volume, captions });
    }
    this.#runner.start(options);
    return this.#runner.opened;
  }

  #volumeChanged(): void {
    const { muted, volume } = this.#kept;
    const { speaker } = this.#call?.audio ?? {};
    if (speaker) speaker.volume = muted ? 0 : volume;
    this.#announce(new VolumeChangeEvent(volume, muted));
  }

  async #end(reason: EndReason): Promise<void> {
    this.#runner.stop(reason);
    await this.#runner.released;
    if (reason === 'removed') this.#runner.forget();
  }

  #announce(event: Event): void {
    this.#host.requestUpdate?.();
    this.#host.dispatchEvent(event);
  }
}

const noCall = () => new DOMException('There is no call.', 'InvalidStateError');

function rejected(why: string): Promise<void> {
  return Promise.reject(new DOMException(why, 'AbortError'));
}
