import { html, nothing, type TemplateResult } from 'lit';
import type { Picture } from './picture.js';

/** Whatever the caller can do on the card by a press. */
export type Press = 'start' | 'mute' | 'end' | 'open' | 'collapse';

/** The card tells of everything that the caller does on it. */
export interface CardActions {
  /** A pointer or a key goes down on a control. */
  readonly down: (event: Event) => void;
  readonly press: (what: Press, event: UIEvent) => void;
  /** A key goes down anywhere on the card. */
  readonly key: (event: KeyboardEvent) => void;
  /** The card is about to offer the controls of this picture. */
  readonly offer: (picture: Picture) => void;
}

interface Control {
  readonly part: string;
  /** Its accessible name, where the words on it are not enough. */
  readonly name?: string | undefined;
  /** Whether it is a switch that is on. */
  readonly on?: boolean | undefined;
  readonly disabled?: boolean;
  /** `primary`, `quiet` or `danger`; without it a round one with an icon. */
  readonly look?: string;
  readonly content: unknown;
}

/** A button of the card. */
export function press(actions: CardActions, what: Press, control: Control): TemplateResult {
  const { part, name, on, disabled = false, look = 'round', content } = control;
  const tip = look === 'round' ? name : undefined;
  return html`
    <button
      class="button ${look} ${on ? 'on' : ''}"
      part=${part}
      aria-label=${name ?? nothing}
      title=${tip ?? nothing}
      aria-pressed=${on ?? nothing}
      ?disabled=${disabled}
      @pointerdown=${actions.down}
      @keydown=${actions.down}
      @click=${(event: UIEvent) => actions.press(what, event)}
    >
      ${content}
    </button>
  `;
}
