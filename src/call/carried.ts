import type { CarriedItem } from '../connection/carried-item.js';
import type { TranscriptEntry } from './ports/session.js';
import type { TranscriptItem } from './transcript.js';

/** Everything that a call needs to go on on another page: plain data. */
export interface Carried {
  /** How the microphone, the model's voice and the captions were set; `volume` is 0 to 1. */
  readonly micMuted: boolean;
  readonly muted: boolean;
  readonly volume: number;
  readonly captions: 'off' | 'on';
  /** Whether no microphone took part. */
  readonly text: boolean;
  /** Resumes the session. */
  readonly handle: string;
  /** The words so far, for a session that knows nothing of them. */
  readonly words: readonly TranscriptEntry[];
  /** The words so far, as heard, for the page. */
  readonly transcript: readonly TranscriptItem[];
  /** Speech and texts that the session may not know of, in their order. */
  readonly items: readonly CarriedItem[];
  /** The broker's pass for the rest of the call. */
  readonly ticket?: string | undefined;
  /** The version of what the caller has agreed to. */
  readonly consent?: string | undefined;
  /** When the first session of the call opened, in ms of `Date.now()`. */
  readonly began: number;
}

/** The samples of those items that were sent before, or were not. */
export function samplesOf(items: readonly CarriedItem[], again: boolean): number {
  let samples = 0;
  for (const item of items) if (item.again === again) samples += item.pcm?.length ?? 0;
  return samples;
}

/** The texts among the items that were not sent before. */
export function newTexts(items: readonly CarriedItem[]): number {
  return items.filter(({ again, text }) => !again && text !== undefined).length;
}
