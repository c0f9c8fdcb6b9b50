import type { ErrorCode } from '../../call/errors.js';

/** The owner reads the reason on the console; the caller could do nothing with it. */
const ownersFault = {
  sentence: 'Calls do not work on this site right now.',
  next: 'Try another way to reach this site.',
};

/** Every word that the element shows or says. */
export const en = {
  start: 'Start call',
  again: 'Call again',
  end: 'End call',
  mute: 'Mute',
  notice: 'You will talk to an AI. Your microphone turns on.',
  asking: 'Waiting for your microphone',
  askingHint: 'Choose Allow if your browser asks.',
  connecting: 'Connecting',
  connectingHint: 'You can speak already.',
  reconnecting: 'Reconnecting',
  reconnectingHint: 'Keep talking; it is kept.',
  unheard: 'Not listening',
  listening: 'Listening',
  speaking: 'Speaking',
  muted: 'Muted',
  mutedHint: 'You are not heard.',
  silent: 'Your microphone gives no sound. Is it switched off?',
  suspended: 'Your microphone is paused by the system.',
  substituted: 'The chosen microphone is not there; another one is used.',
  blocked: 'Your browser holds the audio back. Tap anywhere to go on.',
  slow: 'The connection is slow; what you say arrives late.',
  ending: 'This call ends in less than a minute.',
  quiet: 'Are you still there? Without a word, this call ends soon.',
  connected: 'Connected. You can speak.',
  ended: 'The call has ended.',
  label: 'Voice call',
  /** The caller reads what happened, and what to do next. */
  errors: {
    'insecure-context': {
      sentence: 'This page is not secure, so the browser gives it no microphone.',
      next: 'Open the page over https.',
    },
    unsupported: {
      sentence: 'This browser cannot make calls.',
      next: 'Use a current version of Chrome, Edge, Firefox or Safari.',
    },
    'mic-denied': {
      sentence: 'The microphone is blocked for this page.',
      next: 'Allow the microphone in the site settings of your browser, then call again.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      sentence: 'The microphone question was closed without an answer.',
      next: 'Call again and choose Allow.',
    },
    'no-mic': {
      sentence: 'No microphone was found.',
      next: 'Connect a microphone, then call again.',
    },
    'mic-busy': {
      sentence: 'The microphone does not start; another program may be using it.',
      next: 'Close other programs that use the microphone, then call again.',
    },
    'mic-lost': {
      sentence: 'The microphone stopped during the call.',
      next: 'Check that it is connected and allowed, then call again.',
    },
    'no-speaker': {
      sentence: 'No loudspeaker was found.',
      next: 'Connect a speaker or headphones, then call again.',
    },
    'audio-blocked': {
      sentence: 'The browser did not let this page start its audio.',
      next: 'Press the call button again.',
    },
    'audio-failed': {
      sentence: 'The audio of this page stopped working.',
      next: 'Call again; if it happens twice, reload the page.',
    },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'token-rate-limited': {
      sentence: 'Too many calls were started just now.',
      next: 'Wait a moment, then call again.',
    },
    'token-unavailable': {
      sentence: 'The token broker of this site has a problem.',
      next: 'Try again in a few minutes.',
    },
    'token-timeout': {
      sentence: 'The token broker of this site did not answer in time.',
      next: 'Check your connection, then call again.',
    },
    'token-network': {
      sentence: 'The token broker of this site could not be reached.',
      next: 'Check your connection, then call again.',
    },
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': {
      sentence: 'The call could not be connected.',
      next: 'Check your connection, then call again.',
    },
    'connect-timeout': {
      sentence: 'The service did not pick up in time.',
      next: 'Check your connection, then call again.',
    },
    'session-invalid': ownersFault,
    'session-refused': {
      sentence: 'The service refused this call.',
      next: 'Call again; if it happens twice, tell the owner of the page.',
    },
    'session-failed': {
      sentence: 'The service had a problem and ended the call.',
      next: 'Call again in a moment.',
    },
    'session-lost': {
      sentence: 'The connection was lost.',
      next: 'Check your connection, then call again.',
    },
    'call-elsewhere': {
      sentence: 'Another call is going on on this page.',
      next: 'End that call, then call again.',
    },
    internal: {
      sentence: 'Something in this call went wrong.',
      next: 'Call again; if it happens twice, tell the owner of the page.',
    },
  } satisfies Record<ErrorCode, { readonly sentence: string; readonly next: string }>,
};

/** The words in one language. */
export type Words = typeof en;
