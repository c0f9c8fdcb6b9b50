/** Not every browser lets a page choose the speaker, and TypeScript does not know of it yet. */
interface SinkContext {
  setSinkId?(id: string): Promise<void>;
}

/** The speaker that a context sounds from. */
export class Sink {
  readonly #context: AudioContext & SinkContext;
  #wanted = '';

  constructor(context: AudioContext & SinkContext) {
    this.#context = context;
  }

  /** Moves the sound to the speaker with this id; to the system's default without one, or where it is gone. */
  choose(id = ''): void {
    if (id === this.#wanted) return;
    this.#wanted = id;
    this.#context.setSinkId?.(id).catch(() => {
      // What becomes of an earlier choice does not matter.
      if (this.#wanted === id) this.choose();
    });
  }
}
