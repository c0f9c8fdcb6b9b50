import { CallError, type ErrorCode } from '../../call/errors.js';
import type { ChosenDevices } from '../../call/ports/audio.js';

const voice: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
};

/**
 * Asks for the microphone, in this very task: for the one that the caller chose, if any, and where there
 * is no such device, once more for the default. Its tracks stop when `signal` aborts; if they come later
 * than that, in the task in which they come. Rejects with a CallError.
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
  // Nobody may be waiting any more when the stream comes, so its end is settled here.
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

/** What a rejection of getUserMedia means for the caller. */
function microphoneError(error: unknown): CallError {
  const name = nameOf(error);
  const hint = name === 'NotAllowedError' ? frameHint() : '';
  return new CallError(errorCode(error, name), { detail: `${String(error)}${hint}`, cause: error });
}

/** An OverconstrainedError is no Error in every browser. */
function nameOf(error: unknown): string {
  return (error as Partial<Error> | undefined)?.name ?? '';
}

function errorCode(error: unknown, name: string): ErrorCode {
  switch (name) {
    case 'NotAllowedError':
      // The one word by which Chromium tells a closed question from a refusal.
      return /dismissed/i.test(String(error)) ? 'mic-dismissed' : 'mic-denied';
    case 'SecurityError':
      return 'mic-denied';
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

/** Chromium's name for the permissions policy of a document. */
interface FeaturePolicy {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** A frame that was not given the microphone is refused like a person who said no. */
function frameHint(): string {
  if (window.top === window) return '';
  const { featurePolicy } = document as Document & FeaturePolicy;
  if (featurePolicy?.allowsFeature('microphone')) return '';
  return '; this page is in a frame, which needs <iframe allow="microphone">';
}
