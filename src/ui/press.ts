import { html, nothing, type TemplateResult } from 'lit';
import type { ComposerActions } from './composer.js';
import type { DeviceActions } from './device-menu.js';
import type { HoldHand } from './hold-hand.js';
import type { Picture } from './picture.js';

/** Whatever the caller can do on the card by a press. */
export type Press =
  | 'start'
  | 'write'
  | 'goOn'
  | 'agree'
  | 'later'
  | 'mute'
  | 'join'
  | 'captions'
  | 'text'
  | 'devices'
  | 'end'
  | 'open'
  | 'collapse';

/** The card tells of everything that the caller does on it. */
export interface CardActions extends ComposerActions {
  /** A pointer or a key goes down on a control. */
  readonly down: (event: Event) => void;
  readonly press: (what: Press, event: UIEvent) => void;
  /** A key goes down anywhere on the card. */
  readonly key: (event: KeyboardEvent) => void;
  /** The hand that holds to talk. */
  readonly hand: HoldHand;
  /** Whatever the caller does in the menu of the devices. */
  readonly devices: DeviceActions;
  /** The card is about to offer the controls of this picture. */
  readonly offer: (picture: Picture) => void;
}

interface Control {
  /** Its accessible name, where the words on it are not enough. */
  readonly name?: string | undefined;
  /** Whether it is a switch, and on. */
  readonly on?: boolean | undefined;
  readonly disabled?: boolean;
  /** `primary`, `quiet` or `danger`; without it a round one with an icon. */
  readonly look?: string;
  /** The key that does the same while the keyboard's place is in the card. */
  readonly keys?: string;
  readonly content: unknown;
}

/** The part of a control, where it is not named as what it does. */
const parts: Partial<Record<Press, string>> = {
  captions: 'captions-button',
  open: 'launcher',
  goOn: 'continue',
};

/** A button of the card. */
export function press(actions: CardActions, what: Press, control: Control): TemplateResult {
  const { name, on, disabled = false, look = 'round', keys, content } = control;
  return html`
    <button
      class="button ${look} ${on ? 'on' : ''}"
      part=${parts[what] ?? what}
      aria-label=${name ?? nothing}
      title=${look === 'quiet' ? nothing : (name ?? nothing)}
      aria-pressed=${on ?? nothing}
      aria-keyshortcuts=${keys ?? nothing}
      ?disabled=${disabled}
      @pointerdown=${actions.down}
      @keydown=${actions.down}
      @click=${(event: UIEvent) => actions.press(what, event)}
    >
      ${content}
    </button>
  `;
}
