import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from './strings/en.js';

interface Device {
  readonly id: string;
  readonly label: string;
}

/** The devices to choose from. */
export interface Devices {
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
}

/** Everything that the menu shows; without an id, the call follows the system's default. */
export interface DevicePicture {
  readonly devices: Devices;
  readonly microphoneId?: string | null | undefined;
  readonly speakerId?: string | null | undefined;
  /** Loudness of the voice, 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
}

/** Whatever the caller does in the menu. */
export interface DeviceActions {
  microphone(id: string | undefined): void;
  speaker(id: string | undefined): void;
  volume(volume: number): void;
  mute(muted: boolean): void;
}

/** Whether the browser lets a page choose: https://developer.mozilla.org/en-US/docs/Web/API/AudioContext/setSinkId */
const choosesSpeaker = () => 'setSinkId' in (globalThis.AudioContext?.prototype ?? {});

/** The devices of a call, and how loud they are. */
export function deviceMenu(
  { devices, microphoneId, speakerId, volume, muted }: DevicePicture,
  words: Words,
  actions: DeviceActions,
): TemplateResult {
  const { microphones, speakers } = devices;
  return html`
    <div class="devices" part="devices" role="dialog" aria-label=${words.devices}>
      ${choice(words.microphone, microphones, microphoneId, words, (id) => actions.microphone(id))}
      <div class="level" aria-hidden="true"><i></i></div>
      ${
        choosesSpeaker()
          ? choice(words.speaker, speakers, speakerId, words, (id) => actions.speaker(id))
          : nothing
      }
      <label>
        ${words.volume}
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          .value=${String(volume)}
          @input=${({ target }: Event) =>
            actions.volume((target as HTMLInputElement).valueAsNumber)}
        />
      </label>
      <button
        class="button ${muted ? 'on' : ''}"
        aria-pressed=${muted}
        @click=${() => actions.mute(!muted)}
      >
        ${words.muteVoice}
      </button>
    </div>
  `;
}

/** Browsers name no devices before the caller allows the microphone, and some list the default twice. */
function choice(
  name: string,
  devices: readonly Device[],
  chosen: string | null | undefined,
  words: Words,
  choose: (id: string | undefined) => void,
): TemplateResult {
  const onchange = ({ target }: Event) => choose((target as HTMLSelectElement).value || undefined);
  const named = devices
    .filter(({ id }) => id !== 'default')
    .map(({ id, label }, i) => ({ id, label: label || `${name} ${i + 1}` }));
  return html`
    <label>
      ${name}
      <select @change=${onchange}>
        ${[{ id: '', label: words.systemDefault }, ...named].map(
          ({ id, label }) =>
            html`<option value=${id} .selected=${id === (chosen ?? '')}>${label}</option>`,
        )}
      </select>
    </label>
  `;
}
