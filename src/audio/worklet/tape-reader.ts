import { CHUNK, INPUT_RATE, type Chunk } from '../../call/ports/format.js';
import type { Tape } from './tape.js';

/** It reads a backlog at this many times real time. */
const MAX_SPEED = 8;

/** Reads a tape chunk by chunk: only on credit, and a backlog no faster than 8 times real time. */
export class TapeReader {
  readonly #tape: Tape;
  readonly #credit: { chunks: number };
  /** Samples that the pace allows now. */
  #allowance = 0;

  /** Spends `credit`, which others may renew. */
  constructor(tape: Tape, credit: { chunks: number }) {
    this.#tape = tape;
    this.#credit = credit;
  }

  /** Lets time pass. At most one chunk of unused allowance carries over. */
  elapse(seconds: number): void {
    this.#allowance = Math.min(this.#allowance, CHUNK) + seconds * INPUT_RATE * MAX_SPEED;
  }

  /** The next chunk, if it may be read now. `partial` as in {@link Tape.take}. */
  next(partial: boolean): Chunk | undefined {
    if (this.#credit.chunks < 1 || this.#allowance < CHUNK) return undefined;
    const chunk = this.#tape.take(partial);
    if (!chunk) return undefined;
    this.#credit.chunks--;
    this.#allowance -= CHUNK;
    return chunk;
  }
}
