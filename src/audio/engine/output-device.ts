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

/** Firefox alone: https://developer.mozilla.org/en-US/docs/Web/API/Navigator/getAutoplayPolicy */
interface AutoplayNavigator {
  getAutoplayPolicy?(context: BaseAudioContext): string;
}

/**
 * Whether `context` does not run because there is nothing to play on, and not because the page may not
 * play. False where the browser does not tell: Firefox lists only the speaker that belongs to the
 * microphone, and Safari none. https://www.w3.org/TR/audio-output/#privacy-obtaining-consent
 */
export async function lacksSpeaker(context: BaseAudioContext): Promise<boolean> {
  const policy = (navigator as AutoplayNavigator).getAutoplayPolicy?.(context);
  if (policy ? policy !== 'allowed' : !('setSinkId' in context)) return false;
  const { mediaDevices }: Partial<Navigator> = navigator;
  const devices = (await mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  // Without labels, the list holds little before the microphone is allowed.
  return devices.some(({ label }) => label) && devices.every(({ kind }) => kind !== 'audiooutput');
}
