/**
 * Safari has no `setSinkId`, and neither has TypeScript:
 * https://developer.mozilla.org/en-US/docs/Web/API/AudioContext/setSinkId
 */
interface OutputContext {
  setSinkId?(id: string): Promise<void>;
}

/** The speaker of a context. */
export class OutputDevice {
  readonly #context: AudioContext & OutputContext;
  #chosen = '';

  constructor(context: AudioContext & OutputContext) {
    this.#context = context;
  }

  /**
   * Moves the sound to the speaker with this id; without an id, or where that speaker is gone, to the
   * system's default. The same choice again does nothing, because each try interrupts the sound.
   */
  choose(id?: string | null): void {
    const chosen = id ?? '';
    if (chosen === this.#chosen) return;
    this.#chosen = chosen;
    this.#move(chosen, () => {
      // An earlier choice that fails late must not undo this one.
      if (chosen && this.#chosen === chosen) this.#move('', () => {});
    });
  }

  #move(id: string, onfailed: () => void): void {
    this.#context.setSinkId?.(id).catch(onfailed);
  }
}
