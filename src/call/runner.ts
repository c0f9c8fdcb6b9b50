import type { ConversationPlace } from '../connection/conversation-ports.js';
import { ActiveCall } from './active-call.js';
import type { CallEvent } from './call-event.js';
import type { CallOptions, CallPorts, KeptSettings, StartOptions } from './call-options.js';
import type { Carried } from './carried.js';
import { tellOwner } from './cures.js';
import { CallError } from './errors.js';
import { CallEndEvent, CallErrorEvent, StateChangeEvent, type EndReason } from './events.js';
import { transition, type CallAction, type CallEventType, type CallState } from './lifecycle.js';
import { keepAwake } from '../platform/keep-awake.js';
import { acquirePage, releasePage, pageLock, type PageHolder } from './page-lock.js';
import type { ActivityListener } from './activity.js';
import type { Ledger } from './ledger.js';
import type { CallMetrics } from './metrics.js';
import type { Audio } from './ports/audio.js';
import { TimeLimits } from './time-limits.js';
import { noItems } from './transcript-list.js';

export interface RunnerListener extends ActivityListener {
  /** Dispatches an event to the page. */
  announce(event: Event): void;
}

/** An event that moves a call along the table, from the call itself or its host. */
type Move =
  | Extract<CallEvent, { readonly type: CallEventType }>
  | { readonly type: 'START'; readonly options: StartOptions }
  | { readonly type: 'STOP'; readonly reason: EndReason };

/** All that is left of a call once it is over. */
interface CallAccount {
  readonly ledger: Pick<Ledger, 'snapshot'>;
  readonly metrics: CallMetrics;
  readonly seconds: number | undefined;
  readonly audio: Pick<Audio, 'context'> | undefined;
  readonly place: ConversationPlace | undefined;
}

/** A copy of the account of a call that is over; nothing in it holds the call. */
function lastAccountOf({ ledger, metrics, seconds, audio, place }: ActiveCall): CallAccount {
  // A copy, since an AudioContext brings its nodes along.
  const { state, sampleRate } = audio?.context ?? {};
  const copy = state !== undefined && sampleRate !== undefined ? { state, sampleRate } : undefined;
  const snapshot = ledger.snapshot();
  return {
    ledger: { snapshot: () => snapshot },
    metrics,
    seconds,
    audio: { context: copy },
    place,
  };
}

/** Runs the lifecycle table: the one writer of `state`, and the one who performs its actions. */
export class Runner {
  readonly #options: (carried: Carried | undefined) => CallOptions;
  readonly #kept: KeptSettings;
  readonly #listener: RunnerListener;
  readonly #caller: PageHolder = { replace: () => this.stop('replaced') };
  /** Completes the goodbye of each call that is not told of as ended, within the task. */
  readonly #goodbyes = new Set<() => void>();
  #state: CallState = 'idle';
  #error: CallError | undefined;
  #call: ActiveCall | undefined;
  #limits: TimeLimits | undefined;
  #keep: CallOptions['keep'];
  #letSleep: (() => void) | undefined;
  #past: CallAccount | undefined;
  /** The words of the last call, as far as they are kept. */
  #said = noItems;
  #opened: Promise<void> = Promise.resolve();
  #released: Promise<void> = Promise.resolve();
  #settleOpened: (failure?: unknown) => void = () => {};

  /** Asks for `options` once a call, when it starts. */
  constructor(
    options: (carried: Carried | undefined) => CallOptions,
    kept: KeptSettings,
    listener: RunnerListener,
  ) {
    this.#options = options;
    this.#kept = kept;
    this.#listener = listener;
  }

  get state(): CallState {
    return this.#state;
  }

  /** Why the last call failed; undefined once a new one starts. */
  get error(): CallError | undefined {
    return this.#error;
  }

  /** This call, or the last one until it has let go of everything. */
  get call(): ActiveCall | undefined {
    return this.#call;
  }

  /** The account of this call, or of the last one. */
  get account(): CallAccount | undefined {
    return this.#call ?? this.#past;
  }

  /** The words of this call, as heard, or those that are kept of the last one. */
  get transcript(): typeof noItems {
    return this.#call?.captions.items ?? this.#said;
  }

  /** Settles as the start of this call does, or of the last one. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  /** Resolves when the last call of this runner, if any has ended, has let go of everything. */
  get released(): Promise<void> {
    return this.#released;
  }

  /** Starts a call, or goes on with one. */
  start(options: StartOptions): void {
    this.#send({ type: 'START', options });
  }

  stop(reason: EndReason): void {
    this.#send({ type: 'STOP', reason });
  }

  /**
   * Ends the call within this task, and the goodbye of one before it. A page that goes has no later, and in
   * the back/forward cache it must neither listen nor keep a server waiting: https://web.dev/articles/bfcache
   */
  readonly leave = (): void => {
    const { tools: _, ...kept } = this.#kept;
    const keep = this.#state === 'idle' ? undefined : this.#keep;
    if (keep) this.#call?.handOn((call) => keep({ ...call, ...kept }));
    this.stop('removed');
    for (const complete of this.#goodbyes) complete();
    this.forget();
  };

  /** Lets go of the words of the last call; then the end of the page does not matter. */
  forget(): void {
    this.#said = noItems;
    if (this.#goodbyes.size > 0 || this.#state !== 'idle') return;
    globalThis.removeEventListener('pagehide', this.leave);
  }

  readonly #spill = (): void => this.#call?.audio?.microphone.spill?.();

  /** Moves along the table: state first, then the actions, then the announcement, if it is still true by then. */
  #send(event: Move): void {
    const previous = this.#state;
    const [next, actions] = transition(previous, event.type);
    if (next === previous) return;
    this.#state = next;
    for (const action of actions) this.#perform(action, event);
    const contextLost = 'contextLost' in event && event.contextLost;
    const error = 'error' in event ? event.error : undefined;
    if (this.#state !== next) return;
    // Before a listener can end this call and start another one.
    if (next === 'ready') this.#settleOpened();
    this.#listener.announce(new StateChangeEvent(next, previous, contextLost, error));
  }

  #perform(action: CallAction, event: Move): void {
    switch (action) {
      case 'openCall':
        return this.#openCall('options' in event ? event.options : {});
      case 'attachCapture':
        this.#limits?.start(this.#call?.began);
        this.#letSleep ??= keepAwake();
        return 'session' in event ? this.#call?.attachCapture(event.session) : undefined;
      case 'detachCapture':
        return this.#call?.detachCapture();
      case 'reopenSession':
        return this.#call?.reopenSession();
      case 'release':
        return this.#release(event);
    }
  }

  #openCall({ microphone, carried }: StartOptions): void {
    const text = carried?.text ?? microphone === false;
    const { openAudio, converse, whenBusy, maxCall, idleAfter, keep, talk, ...settings } =
      this.#options(carried);
    this.#keep = keep;
    this.#kept.held = false;
    this.#error = undefined;
    this.#said = noItems;
    this.#opened = new Promise((resolve, reject) => {
      this.#settleOpened = (failure) => (failure ? reject(failure) : resolve());
    });
    // Pages that ignore this promise still get `callerror`; do not raise `unhandledrejection` too.
    this.#opened.catch(() => {});
    const call = (this.#call = this.#newCall({ openAudio, converse }));
    if (text) call.activity.set({ text: { asking: false } });
    this.#limits = new TimeLimits({ maxCall, idleAfter }, call.activity, (reason) =>
      this.stop(reason),
    );
    globalThis.addEventListener('pagehide', this.leave);
    if (keep) globalThis.addEventListener('beforeunload', this.#spill);
    if (!acquirePage(this.#caller, whenBusy)) {
      return this.#send({ type: 'FAIL', error: new CallError('call-elsewhere') });
    }
    const open = () => {
      const { micMuted, muted, volume } = this.#kept;
      const holding = talk === 'hold' ? this.#kept.held : undefined;
      call.open(
        { ...settings, text, holding, muted: micMuted, volume: muted ? 0 : volume },
        carried,
      );
    };
    // One microphone at a time: the last word of the call before goes out first.
    const { released } = pageLock();
    if (released) void released.then(open);
    else open();
  }

  #newCall(ports: CallPorts): ActiveCall {
    const call = new ActiveCall(ports, this.#kept.tools, (event) => this.#hear(call, event));
    return call;
  }

  /** Only the current call moves the table; one that is over may still tell the page of its losses. */
  #hear(call: ActiveCall, event: CallEvent): void {
    if (event.type === 'announce') return this.#listener.announce(event.event);
    if (call !== this.#call) return;
    switch (event.type) {
      case 'changed':
        return this.#listener.changed();
      case 'level':
        return this.#listener.level(event.peak);
      default:
        return this.#send(event);
    }
  }

  #release(event: Move): void {
    const call = this.#call;
    if (!call) return;
    const failure = event.type === 'FAIL' ? event.error : undefined;
    this.#error = failure;
    this.#limits?.stop();
    this.#limits = this.#keep = undefined;
    globalThis.removeEventListener('beforeunload', this.#spill);
    this.#letSleep?.();
    this.#letSleep = undefined;
    const settleOpened = this.#settleOpened;
    const loss = failure ? 'failed' : 'stopped';
    const tell = () => {
      if (!this.#goodbyes.delete(complete)) return;
      const past = lastAccountOf(call);
      if (call === this.#call) {
        // With the call go its words, its handle and its speech.
        this.#past = past;
        this.#said = call.captions.take();
        this.#call = undefined;
        // It closes over the start of the call, and so over the call.
        this.#settleOpened = () => {};
      }
      settleOpened(failure ?? new DOMException('The call was stopped.', 'AbortError'));
      if (failure) {
        tellOwner(failure);
        this.#listener.announce(new CallErrorEvent(failure));
      }
      const reason = 'reason' in event ? event.reason : 'error';
      this.#listener.announce(new CallEndEvent(reason, past.ledger.snapshot(), past.metrics));
      if (this.#kept.captions === 'off' || !this.#said.length) this.forget();
      this.#listener.changed();
    };
    const complete = () => {
      void call.release(loss, true);
      tell();
    };
    this.#goodbyes.add(complete);
    this.#released = releasePage(this.#caller, () => call.release(loss), tell);
  }
}
