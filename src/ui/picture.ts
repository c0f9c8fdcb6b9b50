import type { CallStatus } from '../call/status.js';
import type { TranscriptItem } from '../call/transcript.js';
import type { Devices, DevicePicture } from './device-menu.js';
import type { Layout } from './layout.js';
import type { Said } from './status-line.js';
import type { Words } from './strings/en.js';

/** The parts of the card that the caller has opened. */
export interface View {
  /** The line to type in. */
  readonly typing: boolean;
  /** The devices to choose from; undefined while their menu is closed. */
  readonly devices: Devices | undefined;
}

/** Everything that the card shows. */
export interface Picture {
  readonly status: CallStatus;
  readonly words: Words;
  /** The words for a screen reader. */
  readonly said: Said;
  readonly layout: Layout;
  readonly view: View;
  /** Whether the caller has to agree to something before the call. */
  readonly asking: boolean;
  /** Whether there is a call of the page before to go on with; undefined if there never was one. */
  readonly offer: boolean | undefined;
  readonly disabled: boolean;
  /** Whether it is a mere picture: nothing in it can be pressed. */
  readonly inert: boolean;
  /** Whether the words of the call are shown, and read by a screen reader as well. */
  readonly captions: boolean;
  readonly readCaptions: boolean;
  readonly items: readonly TranscriptItem[];
  /** The language of the talk, where the owner has set it. */
  readonly language: string | undefined;
  /** The devices in use, and how loud they are. */
  readonly sound: Omit<DevicePicture, 'devices'>;
  /** Whether the caller may type, too. */
  readonly textInput: boolean;
}
