import { workletModule } from '../worklet-module.js';

/** Posts its input in chunks of 20 ms at 16 kHz. */
function registerChunker(): void {
  class Chunker extends AudioWorkletProcessor {
    #chunk = new Int16Array(320);
    #filled = 0;

    override process([input]: Float32Array[][]): boolean {
      for (const sample of input?.[0] ?? []) {
        this.#chunk[this.#filled++] = Math.max(-1, Math.min(1, sample)) * 32_767;
        if (this.#filled < this.#chunk.length) continue;
        this.port.postMessage(this.#chunk);
        this.#filled = 0;
      }
      return true;
    }
  }
  registerProcessor('chunker', Chunker);
}

/**
 * The microphone of the two old paths: a context at 16 kHz, and chunks that come from the moment
 * somebody listens. Theirs was a ScriptProcessor with blocks of 256 ms; a worklet with 20 ms loses less.
 */
export class PlainMicrophone {
  readonly #context = new AudioContext({ sampleRate: 16_000 });
  readonly #stream = navigator.mediaDevices.getUserMedia({ audio: true });
  readonly #module = this.#context.audioWorklet.addModule(workletModule(registerChunker));
  /** Resolves when the microphone is granted. */
  readonly granted = Promise.all([this.#stream, this.#module]).then(([stream]) => stream);

  /** Captures from now on. */
  async listen(take: (chunk: Int16Array) => void): Promise<void> {
    const source = this.#context.createMediaStreamSource(await this.granted);
    const chunker = new AudioWorkletNode(this.#context, 'chunker');
    chunker.port.onmessage = ({ data }: MessageEvent<Int16Array>) => take(data);
    source.connect(chunker).connect(this.#context.destination);
  }

  async close(): Promise<void> {
    for (const track of (await this.#stream).getTracks()) track.stop();
    await this.#context.close();
  }
}
