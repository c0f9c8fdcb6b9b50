import type { Chunk } from './format.js';
import type { Line } from './line.js';

/**
 * The account of the tape since the call began, in 16 kHz samples:
 * `captured = held + taken + dropped + missed`.
 */
export interface TapeReport {
  readonly captured: number;
  /** On the tape now. */
  readonly held: number;
  /** Handed to the page as chunks. */
  readonly taken: number;
  /** Dropped from a full tape, in whole chunks, oldest first. */
  readonly dropped: number;
  /** Time without a microphone: it was unplugged, or the audio stood still. */
  readonly missed: number;
  /** Peak of the microphone since the last report, 0 to 1. */
  readonly level: number;
}

/**
 * Why the caller may not be heard: the device gives zeros, the system paused it, it is not the chosen
 * one, the browser waits for a click or a key press before it lets any audio run.
 */
export type MicrophoneWarning = 'silent' | 'suspended' | 'substituted' | 'blocked';

/** From a tape: the whole uplink, in order, on one line. The account is that of this tape alone. */
export type TapeMessage =
  /** At least ten times a second while the audio runs. */
  | { readonly type: 'report'; readonly report: TapeReport }
  /** The report counts the chunk as taken. */
  | { readonly type: 'chunk'; readonly report: TapeReport; readonly chunk: Chunk }
  /** The caller muted the microphone or let go, and the last chunk before that has been handed over. */
  | { readonly type: 'paused' }
  /** The recording has ended, and everything was handed over that could be. */
  | { readonly type: 'finished'; readonly report: TapeReport };

/** To a tape. */
export type TapeCredit =
  /** Lets it hand over `chunks` more; without credit, speech waits on the tape. */
  | { readonly type: 'grant'; readonly chunks: number }
  /** Takes back the credit: chunks not handed over stay on the tape. */
  | { readonly type: 'revoke' };

export type TapeLine = Line<TapeCredit, TapeMessage>;

/** To the queue of the model's voice. */
export type VoiceCommand =
  /** Queues mono 16-bit PCM at `rate` Hz. */
  | { readonly type: 'play'; readonly samples: Int16Array; readonly rate: number }
  /** Ends the turn: the queue need not wait for more. */
  | { readonly type: 'endTurn' }
  /** Silences the voice within a render quantum and empties the queue. */
  | { readonly type: 'flush' };

/** The queue answers about ten times a second while there is something to play, and whenever it starts or ends. */
export type VoiceLine = Line<VoiceCommand, PlaybackReport>;

/**
 * Takes the lines to the audio thread: speech and voice go by them, and never by the page. A line is of use until
 * the next one of its kind comes.
 */
export interface AudioLines {
  /** A tape begins. `heard` is told of its account, that of the call by then, after everyone else. */
  tape(line: TapeLine, heard: (report: TapeReport, finished: boolean) => void): void;
  /** So many samples were missed, and no tape can tell. */
  missed(samples: number): void;
  /** A queue for the model's voice begins, empty. */
  voice(line: VoiceLine): void;
}

export interface MicrophoneListener {
  /** Whether the caller talks while muted, where that can be told; nothing of it is recorded. */
  talkingMuted?(talking: boolean): void;
  /** The reason why the caller may not be heard has changed; undefined once there is none. */
  warned(warning: MicrophoneWarning | undefined): void;
  /** The device ended and no other took its place, or the audio engine gave up. */
  failed(error: Error): void;
}

/** Drains the tape, on the credit that it is given by its line. It exists only between `ready` and the loss of the session. */
export interface Capture {
  /** Stops reading at once; chunks not handed over stay on the tape. */
  detach(): void;
}

export interface Microphone {
  /** Resolves when the audio runs and every sample of a microphone that was granted goes on the tape. */
  readonly taped: Promise<void>;
  muted: boolean;
  /**
   * Asks for the microphone, in this very task, in a call that began without. Resolves when every sample of
   * it goes on the tape, and rejects with a CallError where there is none to be had.
   */
  open(): Promise<void>;
  /**
   * Whether the caller holds to talk, where they have to: what they say is recorded from a moment before they
   * press until one after they let go.
   */
  holding?: boolean;
  /** Starts to drain the tape into its line, oldest first. */
  attachCapture(): Capture;
  /** Hands over what is on the tape, since the page may go: it can be read from the audio thread in no later task. */
  spill?(): void;
  /**
   * Ends the recording: the track stops in this task; the promise resolves once the tape is drained
   * into an attached capture, the last partial chunk included. With `now`, nothing more is drained, and
   * the rest counts as missed in this task.
   */
  finish(now?: boolean): Promise<void>;
}

/** The account of the model's voice, in samples as received: `received = played + flushed + queued`. */
export interface PlaybackReport {
  readonly received: number;
  readonly played: number;
  /** Cut off by an interruption or the end of the call. */
  readonly flushed: number;
  readonly queued: number;
  /** Times the queue ran dry in mid-turn. */
  readonly underruns: number;
  /** Peak of the voice since the last report, 0 to 1. */
  readonly level: number;
}

export interface Speaker {
  /** 0 to 1, as on `<video>`. */
  volume: number;
}

/** One AudioContext with a microphone and a speaker on it. */
export interface Audio {
  /** The audio engine, as diagnostics show it; `sampleRate` in Hz. */
  readonly context?: { readonly state: string; readonly sampleRate: number } | undefined;
  readonly microphone: Microphone;
  readonly speaker: Speaker;
  /** Moves to other devices in the middle of the call. */
  choose(devices: ChosenDevices): void;
  /** Ends the track, the nodes and, by the time it resolves, the context. Idempotent; also called when the signal aborts. */
  close(): Promise<void>;
}

/** Ids of the devices that the caller chose; without an id, the call follows the system's default. */
export interface ChosenDevices {
  readonly microphone?: string | null | undefined;
  readonly speaker?: string | null | undefined;
}

export interface AudioOptions {
  readonly devices: ChosenDevices;
  /** Length of the tape in seconds; 0 = none. */
  readonly maxHold: number;
  readonly muted: boolean;
  /** Whether the caller holds to talk; undefined in a call in which they need not. */
  readonly holding?: boolean | undefined;
  readonly volume: number;
  /** Begins without a microphone. */
  readonly text?: boolean | undefined;
  /** Where the worklet file is, for pages whose CSP forbids `blob:`. */
  readonly workletUrl?: string | undefined;
  readonly microphone: MicrophoneListener;
  readonly lines: AudioLines;
}

/** Called inside the click: makes the context and asks for the microphone, if any, in this very task. */
export type OpenAudio = (options: AudioOptions, signal: AbortSignal) => Audio;
