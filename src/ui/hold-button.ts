import { html, type TemplateResult } from 'lit';
import type { HoldHand } from './hold-hand.js';
import type { Words } from './strings/en.js';

/** What the button shows. */
export interface HoldPicture {
  readonly holding: boolean;
}

/** The button that is held to talk. It keeps its size when its words change. */
export function holdButton({ holding }: HoldPicture, words: Words, hand: HoldHand): TemplateResult {
  return html`
    <button
      class="button hold ${holding ? 'on' : ''}"
      part="hold"
      aria-pressed=${holding}
      aria-keyshortcuts="Space"
      @pointerdown=${hand}
      @lostpointercapture=${hand}
      @keydown=${hand}
      @keyup=${hand}
      @blur=${hand}
      @click=${hand}
      @contextmenu=${hand}
    >
      <span class=${holding ? 'away' : ''}>${words.released}</span>
      <span class=${holding ? '' : 'away'}>${words.letGo}</span>
    </button>
  `;
}
