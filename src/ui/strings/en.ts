import type { ErrorCode } from '../../call/errors.js';
import type { CallStatus } from '../../call/status.js';

/** A sentence, and a smaller one that helps. */
interface Line {
  readonly text: string;
  readonly hint: string;
}

/** The caller can do nothing about a fault of the page; its owner reads the cause on the console. */
const ownersFault: Line = {
  text: 'Calls do not work here now.',
  hint: 'Try another way to reach this site.',
};

const connection: Line = {
  text: 'The call could not connect.',
  hint: 'Check your connection, then call again.',
};

/** Every word that the element shows or says. Short ones: the longest decide how much room the card keeps. */
export const en = {
  lang: 'en',
  dir: 'ltr',
  /** Stands for `{name}` where the page names nobody; a sentence that begins with it begins with a capital. */
  agent: 'the AI',
  label: 'Voice call with {name}',
  talk: 'Talk to {name}',
  notice: 'An AI answers. Your microphone turns on.',
  start: 'Start call',
  again: 'Call again',
  end: 'End',
  endCall: 'End call',
  mute: 'Mute',
  unmute: 'Unmute',
  collapse: 'Minimize',
  asking: 'Waiting for your microphone',
  askingHint: 'Choose Allow if your browser asks.',
  connecting: 'Connecting',
  recording: 'You can speak already',
  recordingHint: 'Connecting. What you say is kept.',
  reconnecting: 'Reconnecting',
  reconnectingHint: 'Keep talking; it is kept.',
  connected: 'Connected. You can speak.',
  listening: '{name} is listening',
  thinking: '{name} is thinking',
  connectedText: 'Connected. You can type.',
  reconnectingTextHint: 'Keep typing; it is kept.',
  typeInstead: 'Type instead',
  useMicrophone: 'Use microphone',
  typeHere: 'Type a message',
  send: 'Send',
  tooLong: 'No more fits into a message.',
  text: 'Type your message',
  working: 'Looking that up',
  workingHint: 'One moment. What you say is kept.',
  speaking: '{name} is speaking',
  silencedHint: 'Its voice is turned off.',
  muted: 'You are muted',
  mutedHint: '{name} cannot hear you.',
  ended: 'Call ended',
  captions: 'Captions',
  readCaptions: 'Read captions aloud',
  you: 'You',
  answering: '{name}',
  transcript: 'Transcript',
  copy: 'Copy',
  copied: 'Copied',
  saveText: 'Save as text',
  saveCaptions: 'Save as captions',
  /** Before a call, where the owner of the page wants an agreement. */
  consent: 'Before we talk',
  agree: 'Agree and start',
  later: 'Not now',
  /** A call that a link has cut off. */
  cutOff: 'Your call was cut off.',
  goOn: 'Continue the call',
  released: 'Hold to talk',
  letGo: 'Let go to send',
  talkingMutedHint: 'Unmute to be heard.',
  devices: 'Sound settings',
  microphone: 'Microphone',
  speaker: 'Speaker',
  systemDefault: 'System default',
  volume: 'Volume',
  muteVoice: 'Mute voice',
  /** What is said in a preview for editors of a page. */
  sampleCaller: 'Do you have a table for two tonight?',
  sampleModel: 'Yes, there is one at seven, by the window.',
  /** Something keeps the caller from being heard as they expect. */
  warnings: {
    silent: { text: 'Your microphone is silent', hint: 'Is it switched off?' },
    suspended: { text: 'Not listening', hint: 'Your microphone is paused by the system.' },
    blocked: { text: 'Not listening', hint: 'Your browser holds the audio. Tap anywhere.' },
    slow: { text: 'Slow connection', hint: 'What you say arrives late.' },
    ending: { text: '{name} is listening', hint: 'This call ends within a minute.' },
    quiet: { text: 'Are you still there?', hint: 'Say something, or this call ends.' },
    substituted: { text: '{name} is listening', hint: 'The chosen microphone is not there.' },
  } satisfies Record<NonNullable<CallStatus['warning']>, Line>,
  /** The caller reads what happened, and what to do next. */
  errors: {
    'insecure-context': {
      text: 'This page is not secure.',
      hint: 'Open it over https, then call again.',
    },
    unsupported: {
      text: 'This browser cannot call.',
      hint: 'Use a current Chrome, Edge, Firefox or Safari.',
    },
    'mic-denied': {
      text: 'Your microphone is blocked.',
      hint: 'Allow it in the site settings, then call again.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'No microphone was allowed.',
      hint: 'Call again and choose Allow.',
    },
    'no-mic': { text: 'No microphone was found.', hint: 'Connect one, then call again.' },
    'mic-busy': {
      text: 'The microphone is busy.',
      hint: 'Close what else uses it, then call again.',
    },
    'mic-lost': {
      text: 'Your microphone stopped.',
      hint: 'Check that it is connected, then call again.',
    },
    'no-speaker': { text: 'No loudspeaker was found.', hint: 'Connect one, then call again.' },
    'audio-blocked': {
      text: 'The audio did not start.',
      hint: 'Press the call button again.',
    },
    'audio-failed': {
      text: 'The audio stopped working.',
      hint: 'Call again. If it fails twice, reload the page.',
    },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'call-over': { text: 'The time for this call is up.', hint: 'Call again to go on.' },
    'token-rate-limited': {
      text: 'Too many calls just now.',
      hint: 'Wait a moment, then call again.',
    },
    'token-unavailable': {
      text: 'Calls do not work just now.',
      hint: 'Call again in a few minutes.',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'The call was refused.', hint: 'Call again in a moment.' },
    'session-failed': { text: 'The call was cut off.', hint: 'Call again in a moment.' },
    'session-lost': {
      text: 'The connection was lost.',
      hint: 'Check your connection, then call again.',
    },
    'call-elsewhere': {
      text: 'Another call is on.',
      hint: 'End that call, then call again.',
    },
    internal: {
      text: 'Something went wrong.',
      hint: 'Call again. If it fails twice, reload the page.',
    },
  } satisfies Record<ErrorCode, Line>,
};

/** The words in one language; `{name}` in them is whoever answers. */
export type Words = typeof en;

type Some<T> = T extends string ? string : { readonly [Key in keyof T]?: Some<T[Key]> | undefined };

/** Some of the words. */
export type Strings = Some<Words>;

/** The words of the language with the BCP-47 tag `lang`; English stands in for those that are missing. */
export type Table = Strings & { readonly lang: string };
