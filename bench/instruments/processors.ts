/** Registers what stands at either end of a context under test. */
export function registerInstruments(): void {
  /** The microphone: silence, and a beep of 40 ms so many ms after it is told; posts the wall time of its first block. */
  class Beeper extends AudioWorkletProcessor {
    #remaining = 0;
    /** In seconds of the context. */
    #begins = Infinity;

    constructor() {
      super();
      this.port.onmessage = ({ data: delayMs }: MessageEvent<number>) => {
        this.#begins = currentFrame / sampleRate + delayMs / 1000;
      };
    }

    override process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
      if (currentFrame / sampleRate >= this.#begins) {
        this.port.postMessage(Date.now());
        this.#remaining = Math.round(0.04 * sampleRate);
        this.#begins = Infinity;
      }
      const samples = output![0]!;
      samples.fill(0.9, 0, this.#remaining);
      this.#remaining = Math.max(0, this.#remaining - samples.length);
      return true;
    }
  }

  /** The loudspeaker: posts whether it sounds and the wall time, whenever it starts or stops to. */
  class Listener extends AudioWorkletProcessor {
    #sounding = false;

    override process([input]: Float32Array[][]): boolean {
      const sounding = input?.[0]?.some((sample) => Math.abs(sample) > 0.005) ?? false;
      if (sounding !== this.#sounding) this.port.postMessage([sounding, Date.now()]);
      this.#sounding = sounding;
      return true;
    }
  }

  registerProcessor('beeper', Beeper);
  registerProcessor('listener', Listener);
}
