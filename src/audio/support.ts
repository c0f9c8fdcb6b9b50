import { CallError } from '../call/errors.js';
import { checkMicrophonePolicy } from './microphone/microphone-policy.js';

/** Globals that a browser gives a page; jsdom, happy-dom and old browsers lack some or all of them. */
type Globals = Partial<
  Pick<
    typeof globalThis,
    'isSecureContext' | 'navigator' | 'AudioContext' | 'AudioWorkletNode' | 'location'
  >
>;

/** Throws CallError where the page can play nothing: `insecure-context`, or `unsupported` by the browser. */
export function checkAudio(): void {
  const { isSecureContext, AudioContext, AudioWorkletNode }: Globals = globalThis;
  // A page that is not secure has no worklet.
  if (!AudioWorkletNode) checkSecure();
  need({ isSecureContext, AudioContext, AudioWorkletNode });
}

/** Throws CallError where the page gets no microphone: as above, or `mic-forbidden`. */
export function checkMicrophone(): void {
  // A page that is not secure has no `mediaDevices`, so this comes first.
  checkSecure();
  const { navigator }: Globals = globalThis;
  const mediaDevices = navigator?.mediaDevices as Partial<MediaDevices> | undefined;
  need({
    getUserMedia: mediaDevices?.getUserMedia,
    enumerateDevices: mediaDevices?.enumerateDevices,
  });
  checkMicrophonePolicy();
}

function checkSecure(): void {
  const { isSecureContext, location }: Globals = globalThis;
  const isInsecure = isSecureContext !== undefined && !isSecureContext;
  if (isInsecure) {
    throw new CallError('insecure-context', { detail: location?.origin });
  }
}

function need(apis: Readonly<Record<string, unknown>>): void {
  for (const [name, api] of Object.entries(apis)) {
    if (api === undefined) throw new CallError('unsupported', { detail: `no ${name}` });
  }
}
