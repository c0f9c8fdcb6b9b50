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

/** From the page to any processor: the line to the conversation comes along, as the port of the message. */
export interface LineCommand {
  readonly type: 'line';
}

/** From the page to the tape. */
export type TapeCommand =
  | LineCommand
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
export type CaptureCommand = { readonly type: 'finish' } | { readonly type: 'end' };

/** From the page to the playback. */
export type PlaybackCommand = LineCommand | { readonly type: 'end' };
