/** Fades a voice that was cut off or ran dry: a few milliseconds that fall to silence. */
export class FadeOut {
  readonly #frames: Float32Array;
  /** How many of the frames have sounded. */
  #at: number;

  /** `length` in frames. */
  constructor(length: number) {
    this.#frames = new Float32Array(length);
    this.#at = length;
  }

  /** Adds the first `count` of these frames, at most its length, to the frames that still sound. */
  add(frames: Float32Array, count: number): void {
    const { length } = this.#frames;
    this.#frames.copyWithin(0, this.#at);
    this.#frames.fill(0, length - this.#at);
    this.#at = 0;
    for (let i = 0; i < count; i++) this.#frames[i]! += frames[i]! * (1 - i / length);
  }

  /** Adds the next frames to the output. */
  mixInto(output: Float32Array): void {
    for (let i = 0; i < output.length && this.#at < this.#frames.length; i++) {
      output[i]! += this.#frames[this.#at++]!;
    }
  }
}
