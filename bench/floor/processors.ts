/** Registers the least that can carry a call: no filter, no fade, no account. */
export function registerFloor(): void {
  /** Posts `null` when it runs, then 20 ms chunks at 16 kHz, made of the nearest samples. */
  class Capture extends AudioWorkletProcessor {
    readonly #step = sampleRate / 16_000;
    #chunk = new Int16Array(320);
    #filled = 0;
    #position = 0;
    #runs = false;

    override process([input]: Float32Array[][]): boolean {
      const samples = input?.[0];
      if (!this.#runs) this.port.postMessage(null);
      this.#runs = true;
      if (!samples) return true;
      for (; this.#position < samples.length; this.#position += this.#step) {
        this.#chunk[this.#filled++] = samples[Math.floor(this.#position)]! * 32_767;
        if (this.#filled < this.#chunk.length) continue;
        this.port.postMessage(this.#chunk);
        this.#filled = 0;
      }
      this.#position -= samples.length;
      return true;
    }
  }

  /** Plays 24 kHz PCM, the nearest samples again; any other message silences it. */
  class Playback extends AudioWorkletProcessor {
    readonly #step = 24_000 / sampleRate;
    #queue: Int16Array[] = [];
    #position = 0;

    constructor() {
      super();
      this.port.onmessage = ({ data }: MessageEvent<Int16Array | null>) => {
        if (data) this.#queue.push(data);
        else this.#queue = [];
      };
    }

    override process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
      const samples = output![0]!;
      for (let i = 0; i < samples.length && this.#queue[0]; i++) {
        samples[i] = this.#queue[0][Math.floor(this.#position)]! / 32_768;
        this.#position += this.#step;
        if (this.#position < this.#queue[0].length) continue;
        this.#position -= this.#queue[0].length;
        this.#queue.shift();
      }
      return true;
    }
  }

  registerProcessor('floor-capture', Capture);
  registerProcessor('floor-playback', Playback);
}
