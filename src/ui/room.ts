import { html, type TemplateResult } from 'lit';

/** The room that these words take, without the words. */
export function room(text: string): TemplateResult {
  return html`<span data-text=${text}></span>`;
}
