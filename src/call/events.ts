import type { CallError } from './errors.js';
import type { LedgerSnapshot, LossReason } from './ledger.js';
import type { CallState } from './lifecycle.js';
import type { CallMetrics } from './metrics.js';
import type { ToolCall } from './ports/session.js';

/** How a call ended: the caller hung up, the element left the page, another call took its place, or it failed. */
export type EndReason = 'stopped' | 'removed' | 'replaced' | 'error';

const bubbling = { bubbles: true, composed: true } as const;

/** Fired before a call starts. `preventDefault()` keeps it from starting. */
export class BeforeStartEvent extends Event {
  constructor() {
    super('beforestart', { ...bubbling, cancelable: true });
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
    super('statechange', bubbling);
    this.state = state;
    this.previous = previous;
    this.contextLost = contextLost;
    this.error = error;
  }
}

/** Fired after `muted` changed. */
export class MuteChangeEvent extends Event {
  readonly muted: boolean;

  constructor(muted: boolean) {
    super('mutechange', bubbling);
    this.muted = muted;
  }
}

/** Fired after `volume` changed. */
export class VolumeChangeEvent extends Event {
  readonly volume: number;

  constructor(volume: number) {
    super('volumechange', bubbling);
    this.volume = volume;
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
    super('audioloss', bubbling);
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
    super('toolcall', bubbling);
    this.id = id;
    this.name = name;
    this.args = args;
  }
}

/** Fired when a call fails, before its `callend`. */
export class CallErrorEvent extends Event {
  readonly error: CallError;

  constructor(error: CallError) {
    super('callerror', bubbling);
    this.error = error;
  }
}

/** Fired once for every call, after everything it held was released. */
export class CallEndEvent extends Event {
  readonly reason: EndReason;
  readonly ledger: LedgerSnapshot;
  readonly metrics: CallMetrics;

  constructor(reason: EndReason, ledger: LedgerSnapshot, metrics: CallMetrics) {
    super('callend', bubbling);
    this.reason = reason;
    this.ledger = ledger;
    this.metrics = metrics;
  }
}

export interface LiveCallEventMap {
  beforestart: BeforeStartEvent;
  statechange: StateChangeEvent;
  mutechange: MuteChangeEvent;
  volumechange: VolumeChangeEvent;
  audioloss: AudioLossEvent;
  toolcall: ToolCallEvent;
  callerror: CallErrorEvent;
  callend: CallEndEvent;
}
