import { html, type TemplateResult } from 'lit';
import type { Picture } from './picture.js';
import { press, type CardActions } from './press.js';
import type { Words } from './strings/en.js';

/** The owner's words and links, to which the caller agrees before the first call; they stand in the place of the status. */
export function terms(words: Words): TemplateResult {
  return html`
    <div class="line" part="consent" role="group" aria-labelledby="consent">
      <h2 class="title" id="consent" tabindex="-1">${words.consent}</h2>
      <div class="hint">
        <slot name="consent"><slot name="notice">${words.notice}</slot></slot>
      </div>
    </div>
  `;
}

/** The controls beside them. */
export function answers({ words, disabled }: Picture, actions: CardActions): TemplateResult {
  return html`
    <div>
      ${press(actions, 'later', { look: 'quiet', content: words.later })}
      ${press(actions, 'agree', { look: 'primary', disabled, content: words.agree })}
    </div>
  `;
}
