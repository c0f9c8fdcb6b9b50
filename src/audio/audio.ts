import { CallError } from '../call/errors.js';
import type { OpenAudio } from '../call/ports/audio.js';
import { LastingAudio } from './lasting-audio.js';

/**
 * Opens one AudioContext with the microphone and a speaker on it. The context, the question for the
 * microphone and the worklet start side by side in this very task. Throws a CallError where there
 * can be no audio at all; what fails later rejects `microphone.taped`, or is told to the listener.
 */
export const openAudio: OpenAudio = (options, signal) => {
  signal.throwIfAborted();
  checkSupport();
  return new LastingAudio(options, signal);
};

function checkSupport(): void {
  // jsdom and happy-dom have none of these.
  const { isSecureContext: isSecure } = globalThis as Partial<typeof globalThis>;
  if (isSecure === false) {
    throw new CallError('insecure-context', { detail: location.origin });
  }
  const needed = {
    isSecureContext: isSecure,
    getUserMedia: navigator.mediaDevices,
    AudioContext: globalThis.AudioContext,
    AudioWorklet: globalThis.AudioWorkletNode,
  };
  for (const [name, api] of Object.entries(needed)) {
    if (!api) throw new CallError('unsupported', { detail: `no ${name}` });
  }
}
