import { html, type TemplateResult } from 'lit';
import type { Words } from './strings/en.js';

/** Whatever the caller does in the consent view. */
export interface ConsentActions {
  /** A pointer or a key goes down on a control. */
  readonly down: (event: Event) => void;
  readonly agree: (event: UIEvent) => void;
  readonly later: (event: UIEvent) => void;
}

/** The owner's words and links, to which the caller agrees before the first call. */
export function consentView(
  { words, disabled }: { readonly words: Words; readonly disabled: boolean },
  { down, agree, later }: ConsentActions,
): TemplateResult {
  return html`
    <div class="consent" part="consent" role="group" aria-labelledby="consent">
      <h2 class="consent-title" id="consent" tabindex="-1">${words.consent}</h2>
      <div class="consent-text"><slot name="consent">${words.notice}</slot></div>
      <div class="consent-controls">
        <button
          class="button later"
          part="later"
          @pointerdown=${down}
          @keydown=${down}
          @click=${later}
        >
          ${words.later}
        </button>
        <button
          class="button start"
          part="agree"
          ?disabled=${disabled}
          @pointerdown=${down}
          @keydown=${down}
          @click=${agree}
        >
          ${words.agree}
        </button>
      </div>
    </div>
  `;
}
