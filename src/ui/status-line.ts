import type { CallStatus } from '../call/status.js';
import type { Words } from './strings/en.js';

/** The sentence of the card, and a smaller one that helps. */
export interface StatusLine {
  readonly text: string;
  readonly hint?: string | undefined;
}

/** The words for a status; none while there was no call yet. */
export function statusLine(status: CallStatus, words: Words): StatusLine | undefined {
  const { name, recording, warning, error } = status;
  switch (name) {
    case 'idle':
    case 'ended':
      return undefined;
    case 'failed': {
      const { sentence, next } = words.errors[error?.code ?? 'internal'];
      return { text: sentence, hint: next };
    }
    case 'asking':
      return { text: words.asking, hint: words.askingHint };
    case 'connecting':
      if (warning === 'blocked') return { text: words.connecting, hint: words.blocked };
      return { text: words.connecting, hint: recording ? words.connectingHint : undefined };
    case 'reconnecting':
      return { text: words.reconnecting, hint: words.reconnectingHint };
    case 'muted': {
      // What the caller has to know though the microphone is off.
      const counts = warning === 'blocked' || warning === 'ending' || warning === 'quiet';
      return { text: words.muted, hint: counts ? words[warning] : words.mutedHint };
    }
    default:
      return { text: words[name], hint: warning && words[warning] };
  }
}

/**
 * The words that a screen reader says by itself, as two parts: how the call goes, but not each turn of
 * the talk, and a hint. A part that stays the same is not said again.
 */
export function announcement(status: CallStatus, words: Words): readonly [string, string] {
  const line = statusLine(status, words);
  switch (status.name) {
    case 'idle':
      return ['', ''];
    case 'ended':
      return [words.ended, ''];
    case 'failed':
      return [`${line?.text} ${line?.hint}`, ''];
    case 'asking':
    case 'connecting':
    case 'reconnecting':
      return [line?.text ?? '', ''];
    default:
      return [words.connected, line?.hint ?? ''];
  }
}
