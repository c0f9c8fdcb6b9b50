/** Whether the same call, started again, can succeed without anybody changing anything. */
interface Fault {
  readonly retryable: boolean;
  /** Only the owner of the page can mend it, so the caller is not bothered with the reason. */
  readonly owner?: boolean;
}

/** A fault that may be over the next time. */
const passing = { retryable: true } as const;

/** A fault that stays in this browser, on this page or with this caller. */
const lasting = { retryable: false } as const;

/** A fault that the owner of the page has to mend. */
const ownersFault = { retryable: false, owner: true } as const;

/**
 * Every way a call can fail. Codes are part of the public contract: add, never rename. The words for the
 * caller are in `ui/strings/`, those for the owner of the page in `cures.ts`.
 */
export const errorCodes = {
  /** The page is not a secure context, so the browser gives it no microphone. */
  'insecure-context': lasting,
  /** The browser lacks an API that a call needs. */
  unsupported: lasting,
  /** The caller or the browser denied the microphone. */
  'mic-denied': lasting,
  /** A Permissions-Policy header, or the frame of the page, keeps the microphone from it. */
  'mic-forbidden': ownersFault,
  /** The caller closed the microphone question without an answer. */
  'mic-dismissed': passing,
  /** The device has no microphone. */
  'no-mic': passing,
  /** The microphone does not start; another program may use it. */
  'mic-busy': passing,
  /** The microphone ended during the call. */
  'mic-lost': passing,
  /** The device has nothing to play on, so the browser runs no audio. */
  'no-speaker': passing,
  /** The browser did not start the AudioContext. */
  'audio-blocked': passing,
  /** The audio engine broke. */
  'audio-failed': passing,
  /** The policy of the page forbids the audio worklet; set worklet-url to a file that script-src allows. */
  'worklet-blocked': ownersFault,
  /** The audio worklet did not arrive, did not run, or is another file; set worklet-url to the right one. */
  'worklet-failed': ownersFault,
  /** Neither token-url nor tokenProvider is set. */
  'token-missing': ownersFault,
  /** The token broker refused this page. */
  'token-refused': ownersFault,
  /** There is no token broker at token-url, or it redirects. */
  'token-not-found': ownersFault,
  /** The token broker says that waiting does not help: its key, its model or its settings are wrong. */
  'token-misconfigured': ownersFault,
  /** The token broker ended the call, which was as long as a call may be. */
  'call-over': passing,
  /** The token broker gives no more tokens for now. */
  'token-rate-limited': passing,
  /** The token broker, or tokenProvider, has a problem. */
  'token-unavailable': passing,
  /** The token broker did not answer in time. */
  'token-timeout': passing,
  /** The token broker could not be reached. */
  'token-network': passing,
  /** The answer holds no auth_tokens/… token; an API key is never accepted. */
  'token-invalid': ownersFault,
  /** A Content Security Policy forbids the connection; allow it in connect-src. */
  'connect-blocked': ownersFault,
  /** The Live API could not be reached. */
  'connect-refused': passing,
  /** The Live API did not pick up in time. */
  'connect-timeout': passing,
  /** The Live API refused the setup of the call. */
  'session-invalid': ownersFault,
  /** The Live API refused the call. */
  'session-refused': passing,
  /** The Live API had a problem. */
  'session-failed': passing,
  /** The connection was lost. */
  'session-lost': passing,
  /** Another call is going on on this page. */
  'call-elsewhere': passing,
  /** Something in live-call went wrong; please report it. */
  internal: passing,
} as const satisfies Record<string, Fault>;

/** A stable name for one way to fail. */
export type ErrorCode = keyof typeof errorCodes;

/** The facts of a failure beside its code. */
export interface CallErrorDetails {
  /** For a developer: an HTTP status, a close code with its reason, a browser's own words. Never a token. */
  readonly detail?: string | undefined;
  readonly cause?: unknown;
  /** Seconds after which the service wants to be asked again at the earliest. */
  readonly retryAfter?: number | undefined;
}

/** A failure of a call. Its `message` is for the developer; the card has words for the caller. */
export class CallError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Whether only the owner of the page can mend it. */
  readonly owner: boolean;
  /** For a developer: an HTTP status, a close code with its reason, a browser's own words. Never a token. */
  readonly detail: string;
  /** Seconds after which the service wants to be asked again at the earliest; 0 where it did not say. */
  readonly retryAfter: number;

  constructor(code: ErrorCode, { detail = '', cause, retryAfter = 0 }: CallErrorDetails = {}) {
    super(detail ? `${code}: ${detail}` : code, { cause });
    // Not by assignment, which throws where a page has frozen Error.prototype, as SES does.
    Object.defineProperty(this, 'name', { value: 'CallError', enumerable: true });
    this.code = code;
    const { retryable, owner = false }: Fault = errorCodes[code];
    this.retryable = retryable;
    this.owner = owner;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** `error` as it is, or as the cause of a CallError with `code`. */
export function asCallError(error: unknown, code: ErrorCode): CallError {
  return error instanceof CallError
    ? error
    : new CallError(code, { detail: String(error), cause: error });
}
