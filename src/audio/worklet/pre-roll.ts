/**
 * Keeps the last moments of the microphone, which nobody counts, sends or reads unless the caller presses to
 * talk right after them: who speaks while they press has begun a moment before.
 */
export class PreRoll {
  readonly #ring: Float32Array;
  /** Index at which the next frame goes. */
  #at = 0;
  #length = 0;

  /** Holds so many frames. */
  constructor(frames: number) {
    this.#ring = new Float32Array(frames);
  }

  write(block: Float32Array): void {
    for (let i = 0; i < block.length; i++) {
      this.#ring[this.#at] = block[i]!;
      this.#at = (this.#at + 1) % this.#ring.length;
    }
    this.#length = Math.min(this.#ring.length, this.#length + block.length);
  }

  /** All that it keeps, oldest first; it keeps nothing from then on. */
  take(): Float32Array {
    const { length } = this.#ring;
    const first = this.#at + length - this.#length;
    const frames = Float32Array.from(
      { length: this.#length },
      (_, i) => this.#ring[(first + i) % length]!,
    );
    this.clear();
    return frames;
  }

  clear(): void {
    this.#ring.fill(0);
    this.#length = 0;
  }
}
