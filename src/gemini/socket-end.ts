import { CallError, type ErrorCode } from '../call/errors.js';
import { redact } from '../platform/redact.js';

/** The end of a socket that we did not close. */
export interface SocketEnd {
  /** A close code of RFC 6455; 1006 when there was none. */
  readonly code: number;
  readonly reason: string;
  /** The origin to which the page's Content Security Policy forbade a connection, if it did. */
  readonly blocked: string | undefined;
}

/** The Live API's close codes that mean the same before and after `setupComplete`. */
const codes: Readonly<Record<number, ErrorCode>> = {
  1003: 'session-invalid',
  1007: 'session-invalid',
  1008: 'session-refused',
  1009: 'session-invalid',
  1011: 'session-failed',
  1013: 'session-failed',
};

/** The codes of an end that has nothing to do with what was sent: the server restarts, or the network broke. */
const accidents: readonly number[] = [1001, 1006, 1012];

/** Whether the server itself hung up, perhaps because of something that was sent. */
export function isByServer({ code }: SocketEnd): boolean {
  return !accidents.includes(code);
}

/** The error of a session whose socket ended, `open` when the server had said `setupComplete`. */
export function endError({ code, reason, blocked }: SocketEnd, open: boolean): CallError {
  if (blocked)
    return new CallError('connect-blocked', { detail: `connect-src does not allow ${blocked}` });
  const detail = reason ? `${code}: ${redact(reason)}` : `${code}`;
  return new CallError(codes[code] ?? (open ? 'session-lost' : 'connect-refused'), { detail });
}
