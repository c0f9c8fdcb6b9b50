import type { Resend } from '../connection/uplink.js';
import type { WhenBusy } from './page-lock.js';
import type { AudioOptions, OpenAudio } from './ports/audio.js';
import type { OpenSession } from './ports/session.js';
import type { TimeBounds } from './time-limits.js';
import type { Tools } from './tools.js';

/** The adapters by which a call reaches the world. */
export interface CallPorts {
  readonly openAudio: OpenAudio;
  readonly openSession: OpenSession;
}

/** The settings of one call; `muted` is the microphone, `volume` the loudness of the model's voice. */
export type ActiveCallSettings = Omit<AudioOptions, 'microphone' | 'speaker'> & {
  readonly resend: Resend;
};

/** The ports and settings of one call. */
export type CallOptions = CallPorts &
  TimeBounds &
  Omit<ActiveCallSettings, 'muted' | 'volume' | 'holding'> & {
    readonly whenBusy: WhenBusy;
    readonly talk?: 'open' | 'hold' | undefined;
  };

/** Settings that are kept from call to call, and may change at any time. */
export interface KeptSettings {
  readonly tools: Tools;
  /** Whether the caller holds to talk; of this call alone. */
  held: boolean;
  readonly micMuted: boolean;
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
}
