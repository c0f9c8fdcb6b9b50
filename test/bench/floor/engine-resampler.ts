import { workletModule } from '../../helpers/worklet-module.js';

/** Seconds of each tone that are kept, and that pass before. */
const KEPT = 0.2;
const SETTLING = 0.15;

/** Posts every block of its input. */
function registerRecorder(): void {
  class Recorder extends AudioWorkletProcessor {
    override process([input]: Float32Array[][]): boolean {
      if (input?.[0]) this.port.postMessage(input[0]);
      return true;
    }
  }
  registerProcessor('recorder', Recorder);
}

/** The browser's own way: a microphone in a context of another rate than its own. */
export class EngineResampler {
  readonly #from: AudioContext;
  readonly #to: AudioContext;
  readonly #oscillator: OscillatorNode;
  readonly #recorder: AudioWorkletNode;

  private constructor(from: AudioContext, to: AudioContext) {
    this.#from = from;
    this.#to = to;
    this.#oscillator = new OscillatorNode(from);
    const out = new MediaStreamAudioDestinationNode(from, { channelCount: 1 });
    this.#oscillator.connect(out);
    this.#oscillator.start();
    this.#recorder = new AudioWorkletNode(to, 'recorder');
    to.createMediaStreamSource(out.stream).connect(this.#recorder).connect(to.destination);
  }

  static async open(inputRate: number, outputRate: number): Promise<EngineResampler> {
    const to = new AudioContext({ sampleRate: outputRate });
    await to.audioWorklet.addModule(workletModule(registerRecorder));
    return new EngineResampler(new AudioContext({ sampleRate: inputRate }), to);
  }

  /** What comes out of a sine of amplitude 1. */
  async convert(frequency: number): Promise<Float32Array> {
    const { sampleRate } = this.#to;
    this.#oscillator.frequency.value = frequency;
    const samples: number[] = [];
    await new Promise<void>((resolve) => {
      this.#recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
        samples.push(...data);
        if (samples.length > (SETTLING + KEPT) * sampleRate) resolve();
      };
    });
    return Float32Array.from(samples.slice(SETTLING * sampleRate));
  }

  async close(): Promise<void> {
    await this.#from.close();
    await this.#to.close();
  }
}
