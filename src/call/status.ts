import type { ActivityFacts, CallWarning } from './activity.js';
import type { CallError } from './errors.js';
import type { CallState } from './lifecycle.js';

/** Everything from which the status of a call follows. */
export interface StatusFacts extends ActivityFacts {
  readonly state: CallState;
  /** Why the last call failed. */
  readonly error: CallError | undefined;
  /** Whether the caller has allowed the microphone in this call. */
  readonly granted: boolean;
  /** Whether this call, or the last one, has had an open session. */
  readonly opened: boolean;
  readonly micMuted: boolean;
  /** Whether the model's voice is muted, or its volume is 0. */
  readonly muted: boolean;
  /** How long this call, or the last one, has lasted from its first session on, in seconds. */
  readonly seconds: number | undefined;
}

/**
 * The status that the card, the screen reader and `:state()` tell:
 * - `idle`, `ended`, `failed`: no call, yet or any more;
 * - `asking`: the browser asks for the microphone;
 * - `connecting`: no session yet, `recording` if what the caller says is kept for it;
 * - `reconnecting`: no session for the moment;
 * - `speaking`, `working`, `thinking`: the turn of the model, who talks, runs a function or has yet to answer;
 * - `muted`, `listening`: the turn of the caller;
 * - `troubled`: the caller is not heard as they expect, and `warning` says why.
 */
export const statusNames = [
  'idle',
  'ended',
  'failed',
  'asking',
  'connecting',
  'reconnecting',
  'speaking',
  'working',
  'muted',
  'troubled',
  'thinking',
  'listening',
] as const;
export type StatusName = (typeof statusNames)[number];

export interface CallStatus extends Pick<
  StatusFacts,
  'micMuted' | 'muted' | 'speaking' | 'work' | 'warning' | 'error' | 'seconds'
> {
  readonly name: StatusName;
  /** Whether the microphone is on the tape, so that nothing said is missed. */
  readonly recording: boolean;
}

/** These keep the caller from being heard in time, or the call from going on. */
const troubles: ReadonlySet<CallWarning | undefined> = new Set<CallWarning>([
  'silent',
  'suspended',
  'blocked',
  'quiet',
  'slow',
]);

/** The one place that decides what is said of a call. */
export function statusOf(facts: StatusFacts): CallStatus {
  const { state, granted, micMuted, muted, speaking, work, warning, error, seconds } = facts;
  const recording = state !== 'idle' && granted && !micMuted;
  const name = nameOf(facts);
  return { name, recording, micMuted, muted, speaking, work, warning, error, seconds };
}

/** Whether the call had a session, lost it and looks for the next one. */
export function isReconnecting({ state, opened, handingOver }: StatusFacts): boolean {
  return state === 'connecting' && opened && !handingOver;
}

function nameOf(facts: StatusFacts): StatusName {
  const { state, error, granted, opened, warning, handingOver } = facts;
  if (state === 'idle') return error ? 'failed' : opened ? 'ended' : 'idle';
  if (state === 'connecting' && !(opened && handingOver)) {
    if (warning === 'blocked') return 'connecting';
    if (opened) return 'reconnecting';
    return granted ? 'connecting' : 'asking';
  }
  return turnOf(facts);
}

/** Within a conversation: the model's turn comes first, for a caller who is muted still hears it. */
function turnOf({ micMuted, speaking, thinking, work, warning }: StatusFacts): StatusName {
  if (speaking) return 'speaking';
  if (work) return 'working';
  if (micMuted) return 'muted';
  if (troubles.has(warning)) return 'troubled';
  return thinking ? 'thinking' : 'listening';
}
