import { CHUNK, type Chunk } from '../../call/ports/format.js';

/** Room for one second; it doubles when more is held. */
const INITIAL_RING_SAMPLES = 16_384;

/**
 * A FIFO of 16 kHz PCM for speech not yet handed over, with an account of every sample:
 * `captured = held + taken + dropped`. A full tape drops its oldest whole chunks.
 */
export class Tape {
  #capacity: number;
  /** Its length is a power of two. */
  #ring = new Int16Array(INITIAL_RING_SAMPLES);
  #captured = 0;
  #held = 0;
  #taken = 0;
  #dropped = 0;
  /** Positions at which speech pauses, in order; no chunk reaches across one. */
  readonly #cuts: number[] = [];

  /** `capacity` in samples; with less than a chunk of capacity, less than a chunk stays. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Samples written so far. */
  get captured(): number {
    return this.#captured;
  }

  /** Samples on the tape now. */
  get held(): number {
    return this.#held;
  }

  /** Samples taken so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Samples dropped from a full tape so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** In samples. A smaller capacity drops the excess at once. */
  get capacity(): number {
    return this.#capacity;
  }
  set capacity(capacity: number) {
    this.#capacity = capacity;
    this.#dropExcess();
  }

  /** Appends the first `length` samples. */
  write(samples: Int16Array, length: number): void {
    for (let from = 0; from < length; from += CHUNK) {
      this.#append(samples, from, Math.min(from + CHUNK, length));
      this.#dropExcess();
    }
  }

  /** Speech pauses here: what is written from now on begins a chunk of its own. */
  cut(): void {
    if (this.#cuts.at(-1) !== this.#captured) this.#cuts.push(this.#captured);
  }

  /** Whether everything before the oldest cut has left the tape; tells so once for each. */
  passCut(): boolean {
    const passed = this.#cuts[0]! <= this.#first;
    if (passed) this.#cuts.shift();
    return passed;
  }

  /**
   * Takes the oldest chunk, or less up to a cut. With `partial`, the rest of a tape that holds less than a
   * chunk, too.
   */
  take(partial = false): Chunk | undefined {
    const index = this.#first;
    const untilCut = (this.#cuts[0] ?? Infinity) - index;
    const length = Math.min(CHUNK, this.#held, untilCut);
    if (length <= 0 || (length < CHUNK && length < untilCut && !partial)) return undefined;
    const samples = new Int16Array(length);
    for (let i = 0; i < samples.length; i++) samples[i] = this.#ring[this.#slot(index + i)]!;
    this.#held -= samples.length;
    this.#taken += samples.length;
    return { index, samples };
  }

  /** Position of the oldest sample held, counted from the first one written. */
  get #first(): number {
    return this.#taken + this.#dropped;
  }

  #append(samples: Int16Array, from: number, to: number): void {
    const length = to - from;
    while (this.#held + length > this.#ring.length) this.#grow();
    for (let i = 0; i < length; i++)
      this.#ring[this.#slot(this.#captured + i)] = samples[from + i]!;
    this.#captured += length;
    this.#held += length;
  }

  #dropExcess(): void {
    while (this.#held > this.#capacity && this.#held >= CHUNK) {
      this.#held -= CHUNK;
      this.#dropped += CHUNK;
    }
  }

  #grow(): void {
    const old = this.#ring;
    const next = new Int16Array(2 * old.length);
    for (let i = this.#first; i < this.#captured; i++) {
      next[i % next.length] = old[i % old.length]!;
    }
    this.#ring = next;
  }

  #slot(index: number): number {
    return index % this.#ring.length;
  }
}
