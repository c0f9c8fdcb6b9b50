import { keepCall } from './across-pages.js';
import { openAudio } from './audio/audio.js';
import { CallController as CallCore, type CallHost } from './call/call-controller.js';
import type { CallOptions } from './call/call-options.js';
import type { ChosenDevices } from './call/ports/audio.js';
import { converseBy } from './worker/converse.js';
import { readSettings, type CallSettings, type ReadSettings } from './settings.js';

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
 * Whether the conversation has to run in the page: what a call carries to the next page has to be at hand when this
 * one goes, and a policy that forbids the worklet as `blob:` forbids the Worker as well, and would report it.
 */
function staysInPage({ acrossPages, workletUrl, workerUrl }: ReadSettings): boolean {
  return acrossPages !== 'off' || (!!workletUrl && !workerUrl);
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
        converse: converseBy({ ...read, pass, inPage: staysInPage(read) }),
        keep: read.acrossPages === 'off' ? undefined : keep,
      };
    });
  }
}
