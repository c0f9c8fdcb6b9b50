import type { CallStatus } from '../call/status.js';
import { clock } from './clock.js';
import type { Words } from './strings/en.js';

/** The sentence of the card, and a smaller one that helps. */
export interface StatusLine {
  readonly text: string;
  readonly hint?: string | undefined;
  /** The code of a fault that only the owner of the page can mend, for whoever tells them. */
  readonly code?: string | undefined;
  /** How long the call has lasted. */
  readonly time?: string | undefined;
}

/** The words for a status. */
export function statusLine(status: CallStatus, words: Words): StatusLine {
  const { seconds } = status;
  const time = seconds === undefined ? undefined : clock(seconds, words.lang);
  return { ...lineOf(status, words), time };
}

function lineOf(status: CallStatus, words: Words): StatusLine {
  const { name, recording, micMuted, work, warning, text, error } = status;
  switch (name) {
    case 'idle':
      return { text: words.talk };
    case 'ended':
      return { text: words.ended };
    case 'failed': {
      const code = error?.code ?? 'internal';
      return { ...words.errors[code], code: error?.owner ? code : undefined };
    }
    case 'asking':
      return { text: words.asking, hint: words.askingHint };
    case 'connecting':
      if (warning === 'blocked')
        return { text: words.connecting, hint: words.warnings.blocked.hint };
      if (recording) return { text: words.recording, hint: words.recordingHint };
      return { text: words.connecting };
    case 'reconnecting':
      if (text) return { text: words.reconnecting, hint: words.reconnectingTextHint };
      return { text: words.reconnecting, hint: micMuted ? undefined : words.reconnectingHint };
    case 'working':
      return {
        text: work?.label || words.working,
        hint: work?.blocking && !micMuted ? words.workingHint : hintOf(status, words),
      };
    case 'troubled':
      return words.warnings[warning ?? 'silent'];
    default:
      return { text: words[name], hint: hintOf(status, words) };
  }
}

/** The hint beside a turn: the voice that is not heard, the caller who is not, or a warning. */
function hintOf(status: CallStatus, words: Words): string | undefined {
  const { name, micMuted, muted, warning, text, talkingMuted } = status;
  if (name === 'speaking' && muted) return words.silencedHint;
  // The caller has to know of these though the microphone is off.
  const counts = warning === 'blocked' || warning === 'ending' || warning === 'quiet';
  if (micMuted && !counts) return talkingMuted ? words.talkingMutedHint : words.mutedHint;
  if (warning) return words.warnings[warning].hint;
  return text?.refusal && words.errors[text.refusal.code].text;
}

/**
 * The two parts that a screen reader says by itself: how the call goes, but not each turn of the talk, and
 * a hint. A part that stays the same is not said again.
 */
export type Said = readonly [state: string, hint: string];

/** The words to say now. While the model speaks, news that can wait does: the last words stay. */
export function announcement(status: CallStatus, words: Words, last: Said): Said {
  const { text, hint = '', time } = statusLine(status, words);
  switch (status.name) {
    case 'idle':
      return ['', ''];
    case 'ended':
      return [time ? `${text} · ${time}` : text, ''];
    case 'failed':
    case 'asking':
    case 'connecting':
    case 'reconnecting':
      return [hint ? `${sentence(text)} ${hint}` : sentence(text), ''];
    case 'speaking':
      return last[0] === words.connected ? last : [words.connected, last[1]];
    case 'working':
    case 'troubled':
      return [words.connected, `${sentence(text)} ${hint}`];
    default:
      return [words.connected, hint];
  }
}

const sentence = (text: string) =>
  /[.!?\u061f\u0964\u3002\uff01\uff1f]$/.test(text) ? text : `${text}.`;

interface LongestLine {
  readonly text: string;
  readonly hint: string;
}

/** By the words: the card asks with each drawing. */
const found = new WeakMap<Words, LongestLine>();

/** The longest words of each kind; all others fit where these do. */
export function longestLine(words: Words): LongestLine {
  const line = found.get(words) ?? findLongest(words);
  found.set(words, line);
  return line;
}

/** The names of the other words that stand in the place of a status. */
const titles =
  /^(talk|asking|connecting|recording|reconnecting|listening|thinking|working|speaking|muted|text|released|ended|cutOff)$/;

function findLongest({ errors, warnings, ...others }: Words): LongestLine {
  const lines: StatusLine[] = [...Object.values(errors), ...Object.values(warnings)];
  for (const [name, text] of Object.entries(others)) {
    if (titles.test(name)) lines.push({ text });
    else if (/Hint$|^notice$/.test(name)) lines.push({ text: '', hint: text });
  }
  return {
    text: longest(lines.map(({ text }) => text)),
    hint: longest(lines.map(({ hint = '' }) => hint)),
  };
}

const longest = (texts: readonly string[]) =>
  texts.reduce((one, other) => (other.length > one.length ? other : one), '');
