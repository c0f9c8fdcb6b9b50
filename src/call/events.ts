import type { CallError } from './errors.js';
import type { LedgerSnapshot, LossReason } from './ledger.js';
import type { CallState } from './lifecycle.js';
import type { CallMetrics } from './metrics.js';
import type { ToolCall } from './ports/session.js';
import type { TranscriptItem } from './transcript.js';

/**
 * How a call ended: the caller hung up, the element left the page, another call took its place, its time
 * was up, nobody said anything any more, or it failed.
 */
export type EndReason = 'stopped' | 'removed' | 'replaced' | 'time' | 'idle' | 'error';

/** As media events, they do not bubble: a page that wants those of all calls listens in the capture phase. */
const init = { composed: true } as const;

/** Fired before a call starts. `preventDefault()` keeps it from starting. */
export class BeforeStartEvent extends Event {
  constructor() {
    super('beforestart', { ...init, cancelable: true });
  }
}

/** Fired when the caller agrees to what the page asks before a call. */
export class ConsentEvent extends Event {
  /** The `consent-key` of what was agreed to; empty where there is none. */
  readonly version: string;
  /** When, as an ISO 8601 date in UTC. */
  readonly time = new Date().toISOString();

  constructor(version: string) {
    super('consent', init);
    this.version = version;
  }
}

/** Fired after the call moved to another state. */
export class StateChangeEvent extends Event {
  readonly state: CallState;
  readonly previous: CallState;
  /** Whether the session that has just opened knows nothing of what was said before the connection was lost. */
  readonly contextLost: boolean;
  /** Why, where the session was lost or the call failed. */
  readonly error: CallError | undefined;

  constructor(state: CallState, previous: CallState, contextLost = false, error?: CallError) {
    super('statechange', init);
    this.state = state;
    this.previous = previous;
    this.contextLost = contextLost;
    this.error = error;
  }
}

/** Fired after `micMuted` changed. */
export class MicMuteChangeEvent extends Event {
  readonly micMuted: boolean;

  constructor(micMuted: boolean) {
    super('micmutechange', init);
    this.micMuted = micMuted;
  }
}

/** Fired after `volume` or `muted` changed. */
export class VolumeChangeEvent extends Event {
  /** 0 to 1; it stays as it is while the voice is muted. */
  readonly volume: number;
  readonly muted: boolean;

  constructor(volume: number, muted: boolean) {
    super('volumechange', init);
    this.volume = volume;
    this.muted = muted;
  }
}

/** Fired in the moment in which speech is known to be lost. */
export class AudioLossEvent extends Event {
  /** Lost since the last of these events, in 16 kHz samples. */
  readonly samples: number;
  readonly reason: LossReason;
  /** The account of the call, this loss included. */
  readonly ledger: LedgerSnapshot;

  constructor(samples: number, reason: LossReason, ledger: LedgerSnapshot) {
    super('audioloss', init);
    this.samples = samples;
    this.reason = reason;
    this.ledger = ledger;
  }
}

/** Fired when the model calls a function, before its handler runs. */
export class ToolCallEvent extends Event {
  readonly id: string;
  readonly name: string;
  readonly args: ToolCall['args'];

  constructor({ id, name, args }: ToolCall) {
    super('toolcall', init);
    this.id = id;
    this.name = name;
    this.args = args;
  }
}

/** Fired whenever an item of the transcript is new or reads otherwise: word by word, as the model's voice sounds. */
export class TranscriptEvent extends Event {
  readonly id!: number;
  readonly speaker!: TranscriptItem['speaker'];
  /** All of the item, not what is new of it. */
  readonly text!: string;
  readonly final!: boolean;
  readonly interrupted!: boolean;
  /** In seconds since the first session of the call was ready. */
  readonly at!: number;
  readonly sources?: TranscriptItem['sources'];

  constructor(item: TranscriptItem) {
    super('transcript', init);
    Object.assign(this, item);
  }
}

/** Fired when the server tells on which pages an answer rests. */
export class GroundingEvent extends Event {
  /** `groundingMetadata` or `urlContextMetadata` of the Live API, as it came: check it as you would a stranger's words. */
  readonly metadata: Readonly<Record<string, unknown>>;

  constructor(metadata: Readonly<Record<string, unknown>>) {
    super('grounding', init);
    this.metadata = metadata;
  }
}

/** Fired when a call fails, before its `callend`. */
export class CallErrorEvent extends Event {
  readonly error: CallError;

  constructor(error: CallError) {
    super('callerror', init);
    this.error = error;
  }
}

/** Fired once for every call, after everything it held was released. */
export class CallEndEvent extends Event {
  readonly reason: EndReason;
  readonly ledger: LedgerSnapshot;
  readonly metrics: CallMetrics;

  constructor(reason: EndReason, ledger: LedgerSnapshot, metrics: CallMetrics) {
    super('callend', init);
    this.reason = reason;
    this.ledger = ledger;
    this.metrics = metrics;
  }
}

/** The events of a call by their names. */
export interface LiveCallEventMap {
  beforestart: BeforeStartEvent;
  consent: ConsentEvent;
  statechange: StateChangeEvent;
  micmutechange: MicMuteChangeEvent;
  volumechange: VolumeChangeEvent;
  audioloss: AudioLossEvent;
  toolcall: ToolCallEvent;
  transcript: TranscriptEvent;
  grounding: GroundingEvent;
  callerror: CallErrorEvent;
  callend: CallEndEvent;
}

/** `addEventListener` of an element with the events of a call beside those of every element. */
export interface AddCallEventListener<Target> {
  <Type extends keyof LiveCallEventMap>(
    type: Type,
    listener: (this: Target, event: LiveCallEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  <Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (this: Target, event: HTMLElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
