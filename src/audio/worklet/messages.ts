import type { PlaybackReport, TapeReport } from '../../call/ports/audio.js';
import type { Chunk } from '../../call/ports/format.js';

/** Names under which the worklet registers its processors; the build adds its version, so that no other file fits. */
export const processorNames = {
  tape: 'live-call-tape',
  capture: 'live-call-capture',
  playback: 'live-call-playback',
} as const;

/** `processorOptions` of the tape. */
export interface TapeOptions {
  /** In seconds. */
  readonly maxHold: number;
  readonly muted: boolean;
  /** Whether the caller holds to talk; undefined where they need not. */
  readonly holding?: boolean | undefined;
  /** When the recording that this tape continues broke off, in ms as of `Date.now()`. */
  readonly since?: number | undefined;
}

/** `processorOptions` of a capture. */
export interface CaptureOptions {
  /** Chunks it may hand over before it is granted more. */
  readonly credit: number;
}

/** From the page to the tape. */
export type TapeCommand =
  | { readonly type: 'mute'; readonly muted: boolean }
  | { readonly type: 'hold'; readonly holding: boolean }
  /** How long the audio thread stood still, in 16 kHz samples. */
  | { readonly type: 'miss'; readonly samples: number }
  /** Hands over what is on the tape, read or not, and goes on recording. */
  | { readonly type: 'spill' }
  | { readonly type: 'finish' }
  /** End the recording, and hand over everything, even if nothing reads it. */
  | { readonly type: 'handOff' }
  | { readonly type: 'end' };

/** From the page to a capture. */
export type CaptureCommand =
  | { readonly type: 'grant'; readonly chunks: number }
  | { readonly type: 'finish' }
  | { readonly type: 'end' };

/** From the tape to the page: the whole uplink, in order, on one port. */
export type TapeMessage =
  | { readonly type: 'report'; readonly report: TapeReport }
  /** The report counts the chunk as taken. */
  | { readonly type: 'chunk'; readonly report: TapeReport; readonly chunk: Chunk }
  /** The speech before a pause has been handed over to its last sample. */
  | { readonly type: 'paused' }
  | { readonly type: 'finished'; readonly report: TapeReport };

/** From the page to the playback. */
export type PlaybackCommand =
  | { readonly type: 'play'; readonly samples: Int16Array; readonly rate: number }
  | { readonly type: 'endTurn' }
  | { readonly type: 'flush' }
  | { readonly type: 'end' };

/** From the playback to the page. */
export type PlaybackMessage = PlaybackReport;
