import { triangle } from './position-code.js';

/** Length of the signal in seconds: longer than any test talks. */
const LENGTH = 30;

type Signal = (context: AudioContext) => AudioScheduledSourceNode;

/** A context on a device of `rate` Hz, or of its own rate, whose microphone plays `signal` from the moment in which it is wired. */
function contextWith(rate: number | undefined, signal: Signal): typeof AudioContext {
  return class extends globalThis.AudioContext {
    constructor(options?: AudioContextOptions) {
      super({ ...options, ...(rate && { sampleRate: rate }) });
    }

    override createMediaStreamSource(): MediaStreamAudioSourceNode {
      const source = signal(this);
      source.start();
      return source as unknown as MediaStreamAudioSourceNode;
    }
  };
}

/** Runs `start` while every new context is one of these. */
function withContext<T>(context: typeof AudioContext, start: () => T): T {
  const real = globalThis.AudioContext;
  globalThis.AudioContext = context;
  try {
    return start();
  } finally {
    globalThis.AudioContext = real;
  }
}

/** A context on a device of `rate` Hz that hears the position code, or other `samples`. */
export function signalContext(rate: number, samples = triangle(LENGTH, rate)): typeof AudioContext {
  return contextWith(rate, (context) => {
    const buffer = context.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(samples, 0);
    return new AudioBufferSourceNode(context, { buffer });
  });
}

/**
 * Runs `start` on a device of `rate` Hz that hears the position code, or other `samples`. The
 * permission and the track are the browser's own; the signal comes from within the same AudioContext,
 * so there is no second clock and whatever goes missing is ours.
 */
export function withSignal<T>(
  rate: number,
  start: () => T,
  samples?: Float32Array<ArrayBuffer>,
): T {
  return withContext(signalContext(rate, samples), start);
}

/** Runs `start` where nobody speaks; the browser's own fake microphone beeps, which interrupts the model. */
export function withSilence<T>(start: () => T): T {
  const silence = (context: AudioContext) => new ConstantSourceNode(context, { offset: 0 });
  return withContext(contextWith(undefined, silence), start);
}
