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
 * - `muted`, `listening`, `released`, `text`: the turn of the caller, who may have to hold a button to talk, or has
 *   no microphone in the call;
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
  'released',
  'text',
] as const;
export type StatusName = (typeof statusNames)[number];

export interface CallStatus extends Pick<
  StatusFacts,
  | 'micMuted'
  | 'muted'
  | 'speaking'
  | 'work'
  | 'warning'
  | 'text'
  | 'error'
  | 'seconds'
  | 'holding'
  | 'talkingMuted'
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
  const { state, granted, muted, speaking, work, warning, text, error, seconds } = facts;
  const { holding, talkingMuted } = facts;
  // There is no microphone that it could be said of.
  const micMuted = facts.micMuted && !text;
  const recording = state !== 'idle' && granted && !micMuted && holding !== false;
  const name = nameOf(facts);
  const said = { name, recording, micMuted, muted, speaking, work, warning, text, error, seconds };
  return { ...said, holding, talkingMuted: talkingMuted && micMuted };
}

/** Whether the call had a session, lost it and looks for the next one. */
export function isReconnecting({ state, opened, handingOver }: StatusFacts): boolean {
  return state === 'connecting' && opened && !handingOver;
}

function nameOf(facts: StatusFacts): StatusName {
  const { state, error, granted, opened, warning, handingOver, text } = facts;
  if (state === 'idle') return error ? 'failed' : opened ? 'ended' : 'idle';
  if (state === 'connecting' && !(opened && handingOver)) {
    if (warning === 'blocked') return 'connecting';
    if (opened) return 'reconnecting';
    return granted || text?.asking === false ? 'connecting' : 'asking';
  }
  return turnOf(facts);
}

/** Within a conversation: the model's turn comes first, for a caller who is muted still hears it. */
function turnOf(facts: StatusFacts): StatusName {
  const { micMuted, speaking, thinking, work, warning, text, holding } = facts;
  if (speaking) return 'speaking';
  if (work) return 'working';
  if (text?.asking) return 'asking';
  if (micMuted && !text) return 'muted';
  if (troubles.has(warning)) return 'troubled';
  if (thinking) return 'thinking';
  if (text) return 'text';
  return holding === false ? 'released' : 'listening';
}
