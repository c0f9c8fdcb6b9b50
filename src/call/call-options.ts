import type { Converse } from '../connection/conversation-ports.js';
import type { Resend } from '../connection/uplink.js';
import type { Carried } from './carried.js';
import type { WhenBusy } from './page-lock.js';
import type { AudioOptions, OpenAudio } from './ports/audio.js';
import type { TimeBounds } from './time-limits.js';
import { Tools } from './tools.js';

/** The adapters by which a call reaches the world. */
export interface CallPorts {
  readonly openAudio: OpenAudio;
  readonly converse: Converse;
}

/** The settings of one call; `muted` is the microphone, `volume` the loudness of the model's voice. */
export type ActiveCallSettings = Omit<AudioOptions, 'microphone' | 'lines'> & {
  readonly resend: Resend;
  /** The model is asked for this when the first session is open, unless somebody has said something by then. */
  readonly greeting?: string | undefined;
};

/** The ports and settings of one call. */
export type CallOptions = CallPorts &
  TimeBounds &
  Omit<ActiveCallSettings, 'muted' | 'volume' | 'text' | 'holding'> & {
    readonly whenBusy: WhenBusy;
    readonly talk?: 'open' | 'hold' | undefined;
    /** Keeps the call for the next page, within this task; returns whether it could. */
    readonly keep?: ((carried: Carried) => boolean) | undefined;
  };

/** How a call starts. */
export interface StartOptions {
  /** With `false`, no microphone is asked for before `useMicrophone()`: the caller writes. */
  readonly microphone?: boolean | undefined;
  /** The call of the page before to go on with, as it was. */
  readonly carried?: Carried | undefined;
}

/** Settings that are kept from call to call, and may change at any time. */
export const initialSettings = () => ({
  tools: new Tools(),
  /** Whether the caller holds to talk; of this call alone. */
  held: false,
  micMuted: false,
  muted: false,
  /** 0 to 1. */
  volume: 1,
  /** Whether the words of a call are shown, and kept after it. */
  captions: 'off' as 'off' | 'on',
});

export type KeptSettings = ReturnType<typeof initialSettings>;
