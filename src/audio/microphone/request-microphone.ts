import { CallError, type ErrorCode } from '../../call/errors.js';
import type { ChosenDevices } from '../../call/ports/audio.js';
import { frameCure, microphonePolicy } from './microphone-policy.js';

const voice: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
};

/**
 * Asks for the microphone, in this very task: for the chosen one, if any, and where that device is gone,
 * once more for the default. Its tracks stop when `signal` aborts; tracks that come later stop in the
 * task in which they come. Rejects with a CallError.
 */
export async function requestMicrophone(
  signal: AbortSignal,
  { microphone: deviceId }: ChosenDevices,
): Promise<MediaStream> {
  signal.throwIfAborted();
  const { mediaDevices } = navigator;
  const request = deviceId
    ? mediaDevices
        .getUserMedia({ audio: { ...voice, deviceId: { exact: deviceId } } })
        .catch((error: unknown) => {
          if (signal.aborted || nameOf(error) !== 'OverconstrainedError') throw error;
          return mediaDevices.getUserMedia({ audio: voice });
        })
    : mediaDevices.getUserMedia({ audio: voice });
  // The call may be over when the stream comes, so arrange its end now.
  void request.then(
    (stream) => stopOnAbort(stream, signal),
    () => {},
  );
  try {
    return await request;
  } catch (error) {
    throw microphoneError(error);
  }
}

/** Ends the device behind this stream. */
export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function stopOnAbort(stream: MediaStream, signal: AbortSignal): void {
  const stop = () => stopTracks(stream);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
}

/** Translates a rejection of getUserMedia. */
function microphoneError(error: unknown): CallError {
  const name = nameOf(error);
  const hint = name === 'NotAllowedError' ? frameHint() : '';
  return new CallError(errorCode(error, name), { detail: `${String(error)}${hint}`, cause: error });
}

/** OverconstrainedError was no Error in older browsers: https://w3c.github.io/mediacapture-main/#overconstrainederror-interface */
function nameOf(error: unknown): string {
  return (error as Partial<Error> | undefined)?.name ?? '';
}

function errorCode(error: unknown, name: string): ErrorCode {
  switch (name) {
    case 'NotAllowedError':
      // Chromium tells a dismissed question from a refusal by this word alone; the spec has one error for
      // both: https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia
      return /dismissed/i.test(String(error)) ? 'mic-dismissed' : 'mic-denied';
    case 'SecurityError':
      return 'mic-forbidden';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-mic';
    case 'NotReadableError':
    case 'AbortError':
      return 'mic-busy';
    default:
      return 'internal';
  }
}

/**
 * Explains a refusal that may come from the frame and not from a person: where the browser does not tell
 * its policy, both have the same error.
 */
function frameHint(): string {
  if (window.top === window || microphonePolicy()) return '';
  return `; in a frame, it may be that ${frameCure()}`;
}
