import type { CallWarning } from './activity.js';
import type { CallError } from './errors.js';
import type { CallState } from './lifecycle.js';

/** Everything from which the status of a call follows. */
export interface StatusFacts {
  readonly state: CallState;
  /** Why the last call failed. */
  readonly error: CallError | undefined;
  /** Whether the caller has allowed the microphone in this call. */
  readonly granted: boolean;
  /** Whether this call, or the last one, has had an open session. */
  readonly opened: boolean;
  readonly micMuted: boolean;
  /** Whether the model's voice sounds. */
  readonly speaking: boolean;
  readonly warning: CallWarning | undefined;
  /** Whether one session takes the place of another so quickly that the caller need not know. */
  readonly handingOver: boolean;
}

/**
 * The status that the card, the screen reader and `:state()` tell:
 * - `idle`, `ended`, `failed`: no call, yet or any more;
 * - `asking`: the browser asks for the microphone;
 * - `connecting`: no session yet, `recording` if what the caller says is kept for it;
 * - `reconnecting`: no session for the moment;
 * - `unheard`: the system or the browser holds the microphone back;
 * - `muted`, `speaking`, `listening`.
 */
export type StatusName =
  | 'idle'
  | 'ended'
  | 'failed'
  | 'asking'
  | 'connecting'
  | 'reconnecting'
  | 'unheard'
  | 'muted'
  | 'speaking'
  | 'listening';

export interface CallStatus {
  readonly name: StatusName;
  /** Whether the microphone is on the tape, so that nothing said is missed. */
  readonly recording: boolean;
  readonly micMuted: boolean;
  readonly speaking: boolean;
  readonly warning: CallWarning | undefined;
  readonly error: CallError | undefined;
}

/** The one place that decides what is said of a call. */
export function statusOf(facts: StatusFacts): CallStatus {
  const { state, granted, micMuted, speaking, warning, error } = facts;
  const recording = state !== 'idle' && granted && !micMuted;
  return { name: nameOf(facts), recording, micMuted, speaking, warning, error };
}

/** Whether the call had a session, lost it and looks for the next one. */
export function isReconnecting({ state, opened, handingOver }: StatusFacts): boolean {
  return state === 'connecting' && opened && !handingOver;
}

function nameOf(facts: StatusFacts): StatusName {
  const { state, error, granted, opened, micMuted, speaking, warning, handingOver } = facts;
  if (state === 'idle') return error ? 'failed' : opened ? 'ended' : 'idle';
  if (state === 'connecting' && !(opened && handingOver)) {
    if (warning === 'blocked') return 'connecting';
    if (opened) return 'reconnecting';
    return granted ? 'connecting' : 'asking';
  }
  if (micMuted) return 'muted';
  if (speaking) return 'speaking';
  return warning === 'suspended' || warning === 'blocked' ? 'unheard' : 'listening';
}
