import type { ReactiveController, ReactiveElement } from 'lit';
import type { DeviceActions, Devices } from './device-menu.js';

/** The element whose devices are chosen. */
interface Callable extends ReactiveElement {
  microphoneId: string | undefined;
  speakerId: string | undefined;
  volume: number;
  muted: boolean;
  listDevices(): Promise<Devices>;
}

const none: Devices = { microphones: [], speakers: [] };

/** Opens and closes the menu of the devices. It looks at them, and for changes of them, while it is open. */
export class OpenDevices implements ReactiveController {
  /** The devices as of now; undefined while the menu is closed. */
  devices: Devices | undefined;
  readonly actions: DeviceActions;
  readonly #element: Callable;
  #over = new AbortController();

  constructor(element: Callable) {
    this.#element = element;
    this.actions = {
      microphone: (id) => (element.microphoneId = id),
      speaker: (id) => (element.speakerId = id),
      volume: (volume) => (element.volume = volume),
      mute: (muted) => (element.muted = muted),
    };
    element.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** The call may have ended, or put its card away, while the menu was open. */
  hostUpdated(): void {
    if (this.devices && !this.#menu) this.close();
  }

  /** Opens the menu and takes the keyboard there, or closes it. `currentTarget` is the button that was pressed. */
  readonly toggle = ({ currentTarget }: Event): void => {
    if (this.devices) return this.close();
    const opener = currentTarget as HTMLElement;
    this.#over = new AbortController();
    const { signal } = this.#over;
    this.#show(none);
    const element = this.#element;
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#look(signal), {
      signal,
    });
    const onpress = (event: Event) => {
      const path = event.composedPath();
      if (!path.includes(opener) && !path.some((node) => node === this.#menu)) this.close();
    };
    document.addEventListener('pointerdown', onpress, { signal, capture: true });
    const onkey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      // This press closes the menu and nothing else.
      event.preventDefault();
      event.stopPropagation();
      this.close();
      opener.focus();
    };
    element.addEventListener('keydown', onkey, { signal, capture: true });
    void this.#look(signal);
    void element.updateComplete.then(() => this.#menu?.querySelector('select')?.focus());
  };

  close(): void {
    this.#over.abort();
    this.#show(undefined);
  }

  get #menu(): Element | null | undefined {
    return this.#element.shadowRoot?.querySelector('.devices');
  }

  async #look(signal: AbortSignal): Promise<void> {
    const devices = await this.#element.listDevices().catch(() => none);
    if (!signal.aborted) this.#show(devices);
  }

  #show(devices: Devices | undefined): void {
    this.devices = devices;
    this.#element.requestUpdate();
  }
}
