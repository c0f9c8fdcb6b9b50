import { CallError, errorCodes, type ErrorCode } from './errors.js';
import { statusNames, type CallStatus, type StatusName } from './status.js';

/** How long a call in a preview has lasted, in seconds. */
const SECONDS = 42;

/** The functions that a preview of `working` runs: one without a label, that keeps the model from hearing. */
const work = { label: undefined, blocking: true };

/**
 * The status of no call, for editors of a page: `listening` or any other name of a status, or `error:` and a
 * code. Anything else is drawn as `idle`.
 */
export function previewOf(preview: string): CallStatus {
  const [first = '', code = 'internal'] = preview.split(':');
  const wanted = first === 'error' ? 'failed' : first;
  const name = statusNames.find((one) => one === wanted) ?? 'idle';
  const known = Object.keys(errorCodes).find((one) => one === code) as ErrorCode | undefined;
  return {
    name,
    recording: name.endsWith('connecting'),
    micMuted: name === 'muted',
    holding: name === 'released' ? false : undefined,
    muted: false,
    speaking: name === 'speaking',
    work: name === 'working' ? work : undefined,
    text: name === 'text' ? { asking: false } : undefined,
    warning: name === 'troubled' ? 'silent' : undefined,
    error: name === 'failed' ? new CallError(known ?? 'internal') : undefined,
    seconds: before.has(name) ? undefined : SECONDS,
  };
}

/** There is no time on these. */
const before: ReadonlySet<StatusName> = new Set(['idle', 'asking', 'connecting', 'failed']);
