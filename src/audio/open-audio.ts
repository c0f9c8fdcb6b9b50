import { CallError } from '../call/errors.js';
import type { ChosenDevices, OpenAudio } from '../call/ports.js';
import { openContext, resume, setSink } from './audio-context.js';
import { loadWorklet } from './load-worklet.js';
import { TapedMicrophone } from './microphone.js';
import { WorkletSpeaker } from './speaker.js';

/**
 * Opens one AudioContext with the microphone and a speaker on it. The context, the question for the
 * microphone and the worklet start side by side in this very task. Throws a CallError where there
 * can be no audio at all; what fails later rejects `microphone.taped`, or is told to the listener.
 */
export const openAudio: OpenAudio = (options, signal) => {
  signal.throwIfAborted();
  checkSupport();
  const context = openContext();
  const life = new AbortController();
  signal.addEventListener('abort', () => life.abort(signal.reason), { signal: life.signal });

  const worklet = loadWorklet(context, options.workletUrl);
  const { maxHold, muted, volume } = options;
  const failed = (error: CallError) => options.microphone.failed(error);
  const microphone = new TapedMicrophone(
    {
      context,
      worklet,
      deviceId: options.devices.microphone,
      maxHold,
      muted,
      listener: options.microphone,
    },
    life.signal,
  );
  const speaker = new WorkletSpeaker(
    { context, worklet, volume, listener: options.speaker, failed },
    life.signal,
  );
  const choose = (devices: ChosenDevices) => {
    microphone.deviceId = devices.microphone;
    setSink(context, devices.speaker);
  };
  setSink(context, options.devices.speaker);
  watch(context, microphone.granted, failed, life.signal);
  return { context, microphone, speaker, choose, close: () => life.abort() };
};

function checkSupport(): void {
  if (!isSecureContext) throw new CallError('insecure-context', location.origin);
  const needed = {
    getUserMedia: navigator.mediaDevices,
    AudioContext: globalThis.AudioContext,
    AudioWorklet: globalThis.AudioWorkletNode,
  };
  for (const [name, api] of Object.entries(needed)) {
    if (!api) throw new CallError('unsupported', `no ${name}`);
  }
}

/** Brings the context back when the system suspends it, and closes it when `signal` aborts. */
function watch(
  context: AudioContext,
  granted: Promise<unknown>,
  failed: (error: CallError) => void,
  signal: AbortSignal,
): void {
  const onstatechange = () => {
    // While `interrupted` (a phone call, say) resume() fails; the system suspends the context after that.
    if (context.state === 'suspended') resume(context);
    if (context.state === 'closed') failed(new CallError('audio-failed', 'the context was closed'));
  };
  context.addEventListener('statechange', onstatechange, { signal });
  const report = () => failed(new CallError('audio-failed', 'the audio device failed'));
  // Where the microphone fails with it, that is what can be helped.
  const onerror = () => void granted.then(report, () => {});
  context.addEventListener('error', onerror, { signal });
  signal.addEventListener('abort', () => void context.close().catch(() => {}), { once: true });
}
