import { keepCall } from './across-pages.js';
import { openAudio } from './audio/audio.js';
import { CallController as CallCore, type CallHost } from './call/call-controller.js';
import type { CallOptions } from './call/call-options.js';
import type { ChosenDevices } from './call/ports/audio.js';
import { Conversation } from './connection/conversation.js';
import { createOpenSession } from './gemini/open-session.js';
import { readSettings, type CallSettings } from './settings.js';

export { CallError, type CallErrorDetails, type ErrorCode } from './call/errors.js';
export * from './call/events.js';
export { takeCall, type KeptCall } from './across-pages.js';
export type { CallHost } from './call/call-controller.js';
export type { StartOptions } from './call/call-options.js';
export type { Source } from './call/ports/session.js';
export type { TranscriptItem } from './call/transcript.js';
export type { CallSettings } from './settings.js';

/** The devices that these settings choose. */
export function devicesOf({ microphoneId, speakerId }: CallSettings): ChosenDevices {
  return { microphone: microphoneId, speaker: speakerId };
}

/**
 * A call without a picture, for a page with one of its own. Its events are dispatched on `host`, an
 * EventTarget; a Lit element may be the host, and is rendered with every change. `settings` are those of
 * the element, all optional but a source of tokens, and are read when a call starts.
 */
export class CallController extends CallCore {
  constructor(host: CallHost, settings: CallSettings = {}) {
    super(host, (carried) => {
      const read = readSettings(settings);
      const pass = { ticket: carried?.ticket };
      const keep: CallOptions['keep'] = (call) =>
        keepCall(read, {
          ...call,
          ticket: pass.ticket,
          consent: read.consentKey,
          left: Date.now(),
        });
      return {
        ...read,
        devices: devicesOf(read),
        openAudio,
        converse: (on) => new Conversation(createOpenSession({ ...read, pass }), on),
        keep: read.acrossPages === 'off' ? undefined : keep,
      };
    });
  }
}
