interface ErrorText {
  /** What happened, for the caller. */
  readonly sentence: string;
  /** What the caller can do about it. */
  readonly next: string;
  /** Whether the same call, started again, can succeed without anybody changing anything. */
  readonly retryable: boolean;
}

/** Every way a call can fail. Codes are part of the public contract: add, never rename. */
export const errorTexts = {
  'insecure-context': {
    sentence: 'This page is not secure, so the browser gives it no microphone.',
    next: 'Open the page over https.',
    retryable: false,
  },
  unsupported: {
    sentence: 'This browser cannot make calls.',
    next: 'Use a current version of Chrome, Edge, Firefox or Safari.',
    retryable: false,
  },
  'mic-denied': {
    sentence: 'The microphone is blocked for this page.',
    next: 'Allow the microphone in the site settings of your browser, then call again.',
    retryable: false,
  },
  'mic-dismissed': {
    sentence: 'The microphone question was closed without an answer.',
    next: 'Call again and choose Allow.',
    retryable: true,
  },
  'no-mic': {
    sentence: 'No microphone was found.',
    next: 'Connect a microphone, then call again.',
    retryable: true,
  },
  'mic-busy': {
    sentence: 'The microphone does not start; another program may be using it.',
    next: 'Close other programs that use the microphone, then call again.',
    retryable: true,
  },
  'mic-lost': {
    sentence: 'The microphone stopped during the call.',
    next: 'Check that it is connected and allowed, then call again.',
    retryable: true,
  },
  'audio-blocked': {
    sentence: 'The browser did not let this page start its audio.',
    next: 'Press the call button again.',
    retryable: true,
  },
  'audio-failed': {
    sentence: 'The audio of this page stopped working.',
    next: 'Call again; if it happens twice, reload the page.',
    retryable: true,
  },
  'worklet-blocked': {
    sentence: 'The security policy of this page keeps the audio code from loading.',
    next: 'Tell the owner of the page to set worklet-url to a file that its script-src allows.',
    retryable: false,
  },
  'token-missing': {
    sentence: 'This call button is not set up yet.',
    next: 'Tell the owner of the page to set token-url or tokenProvider.',
    retryable: false,
  },
  'token-refused': {
    sentence: 'This site may not make calls.',
    next: 'Tell the owner of the page that the token broker refused it.',
    retryable: false,
  },
  'token-not-found': {
    sentence: 'The token broker of this site was not found.',
    next: 'Tell the owner of the page to check token-url.',
    retryable: false,
  },
  'token-rate-limited': {
    sentence: 'Too many calls were started just now.',
    next: 'Wait a moment, then call again.',
    retryable: true,
  },
  'token-unavailable': {
    sentence: 'The token broker of this site has a problem.',
    next: 'Try again in a few minutes.',
    retryable: true,
  },
  'token-timeout': {
    sentence: 'The token broker of this site did not answer in time.',
    next: 'Check your connection, then call again.',
    retryable: true,
  },
  'token-network': {
    sentence: 'The token broker of this site could not be reached.',
    next: 'Check your connection, then call again.',
    retryable: true,
  },
  'token-invalid': {
    sentence: 'The token broker of this site gave an answer that is not a call token.',
    next: 'Tell the owner of the page; only short-lived auth_tokens/… are accepted, never an API key.',
    retryable: false,
  },
  'connect-blocked': {
    sentence: 'The security policy of this page keeps the call from connecting.',
    next: 'Tell the owner of the page to allow the service in connect-src.',
    retryable: false,
  },
  'connect-refused': {
    sentence: 'The call could not be connected.',
    next: 'Check your connection, then call again.',
    retryable: true,
  },
  'connect-timeout': {
    sentence: 'The service did not pick up in time.',
    next: 'Check your connection, then call again.',
    retryable: true,
  },
  'session-invalid': {
    sentence: 'The service did not accept how this call is set up.',
    next: 'Tell the owner of the page; the detail of this error says what was refused.',
    retryable: false,
  },
  'session-refused': {
    sentence: 'The service refused this call.',
    next: 'Call again; if it happens twice, tell the owner of the page.',
    retryable: true,
  },
  'session-failed': {
    sentence: 'The service had a problem and ended the call.',
    next: 'Call again in a moment.',
    retryable: true,
  },
  'session-lost': {
    sentence: 'The connection was lost.',
    next: 'Check your connection, then call again.',
    retryable: true,
  },
  'call-elsewhere': {
    sentence: 'Another call is going on on this page.',
    next: 'End that call, then call again.',
    retryable: true,
  },
  internal: {
    sentence: 'Something in this call went wrong.',
    next: 'Call again; if it happens twice, tell the owner of the page.',
    retryable: true,
  },
} as const satisfies Record<string, ErrorText>;

/** A stable name for one way to fail. */
export type ErrorCode = keyof typeof errorTexts;

/** What is known of a failure beside its code. */
export interface CallErrorDetails {
  readonly detail?: string | undefined;
  readonly cause?: unknown;
  /** In seconds. */
  readonly retryAfter?: number | undefined;
}

/** A failure of a call: `message` is a sentence for the caller, `next` the step to take. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: ErrorCode;
  readonly next: string;
  readonly retryable: boolean;
  /** For a developer: an HTTP status, a close code with its reason, a browser's own words. Never a token. */
  readonly detail: string;
  /** Seconds after which the service wants to be asked again at the earliest; 0 where it did not say. */
  readonly retryAfter: number;

  constructor(code: ErrorCode, { detail = '', cause, retryAfter = 0 }: CallErrorDetails = {}) {
    const text = errorTexts[code];
    super(text.sentence, { cause });
    this.code = code;
    this.next = text.next;
    this.retryable = text.retryable;
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
