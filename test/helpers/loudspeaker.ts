const recorder = `
registerProcessor('test-recorder', class extends AudioWorkletProcessor {
  process([[block]]) {
    if (block) this.port.postMessage(block.slice());
    return true;
  }
});`;

/** The sound of the loudspeaker since the context began, at `rate` Hz. */
export interface Recording {
  readonly rate: number;
  /** All that has been heard so far. */
  samples(): Float32Array;
}

/**
 * Runs `start` on a device of `rate` Hz whose loudspeaker is recorded, and whose microphone is silent.
 * It listens at the context's own destination, so it hears what the caller would.
 */
export function withLoudspeaker<T>(rate: number, start: () => T): { result: T; heard: Recording } {
  const blocks: Float32Array[] = [];
  const real = globalThis.AudioContext;
  globalThis.AudioContext = class extends real {
    readonly #ear: GainNode;

    constructor(options?: AudioContextOptions) {
      super({ ...options, sampleRate: rate });
      this.#ear = new GainNode(this);
      this.#ear.connect(super.destination);
      void this.#record(super.destination);
    }

    override get destination(): AudioDestinationNode {
      // While the base class is constructed there is no ear yet.
      return (#ear in this ? this.#ear : super.destination) as AudioDestinationNode;
    }

    override createMediaStreamSource(): MediaStreamAudioSourceNode {
      return new ConstantSourceNode(this, { offset: 0 }) as unknown as MediaStreamAudioSourceNode;
    }

    async #record(destination: AudioDestinationNode): Promise<void> {
      const url = URL.createObjectURL(new Blob([recorder], { type: 'text/javascript' }));
      await this.audioWorklet.addModule(url);
      const node = new AudioWorkletNode(this, 'test-recorder', {
        channelCount: 1,
        channelCountMode: 'explicit',
      });
      node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => blocks.push(data);
      this.#ear.connect(node).connect(destination);
    }
  };
  try {
    const result = start();
    return { result, heard: { rate, samples: () => join(blocks) } };
  } finally {
    globalThis.AudioContext = real;
  }
}

function join(blocks: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(blocks.reduce((length, block) => length + block.length, 0));
  let end = 0;
  for (const block of blocks) {
    all.set(block, end);
    end += block.length;
  }
  return all;
}

const isSound = (sample: number) => Math.abs(sample) > 1e-4;

/** From the first sample that is no silence to the last. */
export function withoutSilence(samples: Float32Array): Float32Array {
  return samples.slice(samples.findIndex(isSound), samples.findLastIndex(isSound) + 1);
}

/** Fewer silent samples than these are part of what sounds: it passes through zero. */
const PAUSE = 24;

/** All that sounds, without the pauses. */
export function withoutGaps(samples: Float32Array): Float32Array {
  const kept: number[] = [];
  let silent: number[] = [];
  for (const sample of samples) {
    silent.push(sample);
    if (!isSound(sample)) continue;
    if (silent.length <= PAUSE) kept.push(...silent);
    else kept.push(sample);
    silent = [];
  }
  return Float32Array.from(kept);
}
