import { tri } from './position-code.js';

/** Length of the signal in seconds: longer than any test talks. */
const LENGTH = 30;

/**
 * Runs `start` on a device of `rate` Hz whose microphone plays the position code from the moment in
 * which it is wired. The permission and the track are the browser's own; the signal comes from within
 * the same AudioContext, so there is no second clock and whatever goes missing is ours.
 */
export function withSignal<T>(rate: number, start: () => T): T {
  const real = globalThis.AudioContext;
  globalThis.AudioContext = class extends real {
    constructor(options?: AudioContextOptions) {
      super({ ...options, sampleRate: rate });
    }

    override createMediaStreamSource(): MediaStreamAudioSourceNode {
      const buffer = this.createBuffer(1, LENGTH * rate, rate);
      const samples = buffer.getChannelData(0);
      for (let i = 0; i < samples.length; i++) samples[i] = tri(i / rate);
      const source = new AudioBufferSourceNode(this, { buffer });
      source.start();
      return source as unknown as MediaStreamAudioSourceNode;
    }
  };
  try {
    return start();
  } finally {
    globalThis.AudioContext = real;
  }
}
