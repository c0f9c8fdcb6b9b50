/** So much voice is something to answer, in ms; a cough is not. */
const UTTERANCE_MS = 300;

/** The caller has stopped once no voice was heard for so long, in ms. */
const PAUSE_MS = 800;

/** After so long without an answer, in ms, the server has taken the sound for no speech. */
const PATIENCE_MS = 10_000;

/** Tells whether the model has yet to answer: the caller has spoken and stopped, or written, and nothing has come of it. */
export class Thinking {
  #spokenMs = 0;
  /** When a voice was last heard, on the clock of the page, in ms. */
  #heardAt = 0;

  /** The caller spoke for `ms` since the last report; 0 where they did not. */
  heard(ms: number): void {
    if (ms === 0) return;
    const now = performance.now();
    if (now - this.#heardAt > PATIENCE_MS) this.answered();
    this.#spokenMs += ms;
    this.#heardAt = now;
  }

  /** The caller wrote, or the page in their place, and that waits for an answer from now on. */
  asked(): void {
    this.#spokenMs = UTTERANCE_MS;
    this.#heardAt = performance.now() - PAUSE_MS;
  }

  /** Something came of it: an answer, or the end of the wait for one. */
  answered(): void {
    this.#spokenMs = 0;
  }

  get now(): boolean {
    const quietMs = performance.now() - this.#heardAt;
    return this.#spokenMs >= UTTERANCE_MS && quietMs >= PAUSE_MS && quietMs <= PATIENCE_MS;
  }
}
