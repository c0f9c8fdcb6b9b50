/** Not every browser lets a page choose the speaker, and TypeScript does not know of it yet. */
interface OutputContext {
  setSinkId?(id: string): Promise<void>;
}

/** The speaker that a context sounds from. */
export class OutputDevice {
  readonly #context: AudioContext & OutputContext;
  #chosen = '';

  constructor(context: AudioContext & OutputContext) {
    this.#context = context;
  }

  /**
   * Moves the sound to the speaker with this id; to the system's default without one, or where it is
   * gone. To choose the same again asks for nothing: each try would interrupt the sound.
   */
  choose(id?: string | null): void {
    const chosen = id ?? '';
    if (chosen === this.#chosen) return;
    this.#chosen = chosen;
    this.#move(chosen, () => {
      // What becomes of an earlier choice does not matter.
      if (chosen && this.#chosen === chosen) this.#move('', () => {});
    });
  }

  #move(id: string, onfailed: () => void): void {
    this.#context.setSinkId?.(id).catch(onfailed);
  }
}
