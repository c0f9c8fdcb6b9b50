import { html, nothing, type TemplateResult } from 'lit';
import type { Source } from '../call/ports/session.js';
import type { TranscriptItem } from '../call/transcript.js';
import type { Words } from './strings/en.js';

export interface CaptionsPicture {
  readonly items: readonly TranscriptItem[];
  /** The last lines of a bar, the bubbles of a panel, or two large lines on a stage. */
  readonly look: 'lines' | 'talk' | 'large';
  /** What goes on beside the words, such as the label of a function. */
  readonly note?: string | undefined;
  /** Whether a screen reader reads them, too. */
  readonly read: boolean;
  /** The language of what is said, where it is not that of the card. */
  readonly language?: string | undefined;
}

/** How many of the last items a look shows. */
const shown = { lines: 3, talk: Infinity, large: 1 };

/**
 * The words of a call. They grow at the lower end, which stays in sight unless the reader has scrolled up:
 * the styles see to that. A screen reader would talk over the voice, so it reads them only if asked to, and
 * never words that still come.
 */
export function captions(picture: CaptionsPicture, words: Words): TemplateResult {
  const { items, look, note, read, language } = picture;
  return html`
    <div
      class="captions ${look}"
      part="captions"
      role="log"
      aria-label=${words.captions}
      aria-live=${read ? 'polite' : 'off'}
      tabindex="0"
    >
      <div aria-live="off">
        <dl>${items.slice(-shown[look]).map((item) => row(item, words, language))}</dl>
        ${note ? html`<p class="note" part="note">${note}</p>` : nothing}
      </div>
      ${read ? aloud(items, words, language) : nothing}
    </div>
  `;
}

/** Who says the words of an item. */
export function speakerOf({ speaker }: TranscriptItem, words: Words): string {
  return speaker === 'caller' ? words.you : words.answering;
}

function row(item: TranscriptItem, words: Words, language?: string): TemplateResult {
  const { speaker, text, interrupted, sources = [] } = item;
  return html`
    <div class=${speaker}>
      <dt>${speakerOf(item, words)}</dt>
      <dd
        class=${interrupted ? 'cut' : ''}
        part=${speaker === 'caller' ? 'caption-you' : 'caption-agent'}
        lang=${language ?? nothing}
        dir="auto"
        .textContent=${text}
      ></dd>
      ${sources.length > 0 ? html`<dd class="sources">${sources.map(link)}</dd>` : nothing}
    </div>
  `;
}

/** The host is always in sight, since a title can say anything. */
function link({ url, host, title }: Source): TemplateResult {
  const name = title && title !== host ? html`<bdi>${title}</bdi> ` : nothing;
  return html`
    <a part="source" href=${url} target="_blank" rel="noopener noreferrer"
      >${name}<small>${host}</small></a
    >
  `;
}

/** The last whole words of each; of what stays the same nothing is read again. */
function aloud(items: readonly TranscriptItem[], words: Words, language?: string): TemplateResult {
  const last = (['caller', 'model'] as const).map((one) => {
    const item = items.findLast(({ speaker, final }) => final && speaker === one);
    const line = item && `${speakerOf(item, words)}: ${item.text}`;
    return html`<p lang=${language ?? nothing}>${line}</p>`;
  });
  return html`<div class="unseen">${last}</div>`;
}
