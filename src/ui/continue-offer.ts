import { html, type TemplateResult } from 'lit';
import type { Words } from './strings/en.js';

/** Whatever the caller does with the offer. */
export interface ContinueActions {
  /** A pointer or a key goes down on the control. */
  readonly down: (event: Event) => void;
  readonly goOn: (event: UIEvent) => void;
}

/** Offers to go on with the call of the page before, beside the button that starts a new one. */
export function continueOffer(
  { words, disabled }: { readonly words: Words; readonly disabled: boolean },
  { down, goOn }: ContinueActions,
): TemplateResult {
  return html`
    <div class="continue" part="continue-offer" role="status">
      <p class="continue-text">${words.cutOff}</p>
      <button
        class="button start"
        part="continue"
        ?disabled=${disabled}
        @pointerdown=${down}
        @keydown=${down}
        @click=${goOn}
      >
        ${words.goOn}
      </button>
    </div>
  `;
}
