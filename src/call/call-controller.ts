import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Call, type CallPorts, type CallSettings } from './call.js';
import { CallError } from './errors.js';
import {
  AudioLossEvent,
  BeforeStartEvent,
  CallEndEvent,
  CallErrorEvent,
  MuteChangeEvent,
  StateChangeEvent,
  ToolCallEvent,
  VolumeChangeEvent,
  type EndReason,
} from './events.js';
import { Ledger, type LedgerSnapshot } from './ledger.js';
import { transition, type CallAction, type CallState } from './lifecycle.js';
import type { CallMetrics } from './metrics.js';
import { pageCall, type PageCaller, type WhenBusy } from './page-call.js';
import type { ChosenDevices, Session, ToolDeclaration } from './ports.js';
import type { CallTrouble, Levels } from './signs.js';
import type { Tool, ToolHandler } from './tool-calls.js';

export type CallHost = ReactiveControllerHost & EventTarget;

/** Reads what the next call shall use; asked once, when it starts. */
export type CallOptions = () => CallPorts &
  Omit<CallSettings, 'muted' | 'volume'> & { readonly whenBusy: WhenBusy };

type CallEvent =
  | { readonly type: 'START' | 'FIRST_CHUNK' }
  | { readonly type: 'SESSION_OPEN'; readonly session: Session; readonly forgotten: boolean }
  | { readonly type: 'SESSION_LOST' | 'FAIL'; readonly error: CallError }
  | { readonly type: 'STOP'; readonly reason: EndReason };

const silence: Levels = { microphone: 0, speaker: 0 };

/** Runs the lifecycle table for one host: the one writer of `state`, and the one who performs its actions. */
export class CallController implements ReactiveController {
  readonly #host: CallHost;
  readonly #options: CallOptions;
  readonly #tools: Map<string, Tool> = new Map();
  #state: CallState = 'idle';
  #error: CallError | undefined;
  #call: Call | undefined;
  #opened: Promise<void> = Promise.resolve();
  #settleOpened: (failure?: unknown) => void = () => {};
  readonly #caller: PageCaller = { replace: () => void this.#end('replaced') };
  #muted = false;
  #volume = 1;
  #connected = false;
  /** Whether the page is being asked if it may start, so that asking for a start meanwhile is no second one. */
  #asking = false;

  /** Called with each new level of the microphone or the model's voice, outside of any render. */
  onlevel: () => void = () => {};

  constructor(host: CallHost, options: CallOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get state(): CallState {
    return this.#state;
  }

  /** Why the last call failed; undefined once a new one starts. */
  get error(): CallError | undefined {
    return this.#error;
  }

  /** The account of this call, or of the last one. */
  get ledger(): LedgerSnapshot {
    return (this.#call?.ledger ?? new Ledger()).snapshot();
  }

  /** What this call, or the last one, was like. */
  get metrics(): CallMetrics {
    return this.#call?.metrics ?? { reconnects: 0, lost: 0, resent: 0 };
  }

  /** The audio engine of this call, or of the last one. */
  get context(): Call['context'] {
    return this.#call?.context;
  }

  /** Whether the microphone is live, so that what is said counts, whether the session is open or not. */
  get recording(): boolean {
    return this.#state !== 'idle' && this.metrics.microphone !== undefined && !this.#muted;
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
    return this.#muted;
  }

  set muted(muted: boolean) {
    if (muted === this.#muted) return;
    this.#muted = muted;
    if (this.#call) this.#call.muted = muted;
    this.#announce(new MuteChangeEvent(muted));
  }

  /** Loudness of the model's voice, 0 to 1. Throws an IndexSizeError outside of it, as `<video>` does. */
  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    if (!Number.isFinite(volume) || volume < 0 || volume > 1) {
      throw new DOMException(`volume is ${volume}, not within 0 to 1`, 'IndexSizeError');
    }
    if (volume === this.#volume) return;
    this.#volume = volume;
    if (this.#call) this.#call.volume = volume;
    this.#announce(new VolumeChangeEvent(volume));
  }

  /**
   * Starts a call; during one, answers for that one. Call it in a click, or the browser may refuse
   * to start the audio. Resolves when the call is ready; rejects with a CallError when it fails
   * before, and with an AbortError when it is stopped before.
   */
  start(): Promise<void> {
    if (this.#state === 'idle' && !this.#asking) {
      this.#asking = true;
      const allowed = this.#host.dispatchEvent(new BeforeStartEvent());
      this.#asking = false;
      if (!allowed) return rejected('The page kept it from starting.');
      this.#send({ type: 'START' });
    }
    return this.#opened;
  }

  /** Ends the call, if there is one. Resolves when the last word is sent and everything is released. */
  stop(): Promise<void> {
    return this.#end('stopped');
  }

  /**
   * Lets the model call `handler`, in this call and all others. Its declaration goes into the setup, so
   * the model knows of it from the next connect on; one that was registered by the same name is replaced.
   */
  registerTool(declaration: ToolDeclaration, handler: ToolHandler): void {
    this.#tools.set(declaration.name, { declaration, handler });
  }

  /**
   * Tells the model something in writing, after what was said so far; while the call is connecting, as
   * soon as it is. Throws an InvalidStateError when there is no call.
   */
  sendText(text: string): void {
    if (this.#state === 'idle') {
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
      if (!this.#connected) void this.#end('removed');
    });
  }

  async #end(reason: EndReason): Promise<void> {
    this.#send({ type: 'STOP', reason });
    await pageCall().released;
  }

  /** Moves along the table: state first, then the actions, then the announcement, if it is still true by then. */
  #send(event: CallEvent): void {
    const previous = this.#state;
    const [next, actions] = transition(previous, event.type);
    if (next === previous) return;
    this.#state = next;
    for (const action of actions) this.#perform(action, event);
    const contextLost = 'forgotten' in event && event.forgotten;
    const error = 'error' in event ? event.error : undefined;
    if (this.#state === next) {
      this.#announce(new StateChangeEvent(next, previous, contextLost, error));
    }
    if (next === 'ready') this.#settleOpened();
  }

  #perform(action: CallAction, event: CallEvent): void {
    switch (action) {
      case 'openCall':
        return this.#openCall();
      case 'attachCapture':
        return 'session' in event ? this.#call?.attachCapture(event.session) : undefined;
      case 'detachCapture':
        return this.#call?.detachCapture();
      case 'reopenSession':
        return 'error' in event ? void this.#call?.reopenSession(event.error) : undefined;
      case 'release':
        return this.#release(event);
    }
  }

  #openCall(): void {
    const { openAudio, openSession, whenBusy, ...settings } = this.#options();
    this.#error = undefined;
    this.#opened = new Promise((resolve, reject) => {
      this.#settleOpened = (failure) => (failure ? reject(failure) : resolve());
    });
    // Who does not ask how the start went is told by `callerror`, not by an unhandled rejection.
    this.#opened.catch(() => {});
    const call = (this.#call = this.#newCall({ openAudio, openSession }));
    const page = pageCall();
    if (page.caller && whenBusy === 'refuse') {
      return this.#send({ type: 'FAIL', error: new CallError('call-elsewhere') });
    }
    page.caller?.replace();
    page.caller = this.#caller;
    const open = () => call.open({ ...settings, muted: this.#muted, volume: this.#volume });
    // One microphone at a time: the last word of the call before goes out first.
    if (page.released) void page.released.then(open);
    else open();
  }

  /** A call whose word counts only as long as it is the current one. */
  #newCall(ports: CallPorts): Call {
    const current = (act: () => void) => {
      if (this.#call === call) act();
    };
    const send = (event: CallEvent) => current(() => this.#send(event));
    const call: Call = new Call(
      ports,
      {
        sessionOpen: (session, forgotten) => send({ type: 'SESSION_OPEN', session, forgotten }),
        firstChunk: () => send({ type: 'FIRST_CHUNK' }),
        sessionLost: (error) => send({ type: 'SESSION_LOST', error }),
        failed: (error) => send({ type: 'FAIL', error }),
        loss: (samples, reason) =>
          this.#announce(new AudioLossEvent(samples, reason, call.ledger.snapshot())),
        toolCall: (toolCall) => current(() => this.#announce(new ToolCallEvent(toolCall))),
        changed: () => current(() => this.#host.requestUpdate()),
        level: () => current(this.onlevel),
      },
      this.#tools,
    );
    return call;
  }

  #release(event: CallEvent): void {
    const call = this.#call;
    if (!call) return;
    const failure = event.type === 'FAIL' ? event.error : undefined;
    this.#error = failure;
    const settleOpened = this.#settleOpened;
    const page = pageCall();
    if (page.caller === this.#caller) page.caller = undefined;
    const finish = async (before: Promise<void> | undefined) => {
      await Promise.allSettled([before, call.release(failure ? 'failed' : 'stopped')]);
      if (page.released === released) page.released = undefined;
      settleOpened(failure ?? new DOMException('The call was stopped.', 'AbortError'));
      if (failure) this.#announce(new CallErrorEvent(failure));
      const reason = 'reason' in event ? event.reason : 'error';
      this.#announce(new CallEndEvent(reason, call.ledger.snapshot(), call.metrics));
    };
    const released = finish(page.released);
    page.released = released;
  }

  #announce(event: Event): void {
    this.#host.requestUpdate();
    this.#host.dispatchEvent(event);
  }
}

function rejected(why: string): Promise<void> {
  return Promise.reject(new DOMException(why, 'AbortError'));
}
