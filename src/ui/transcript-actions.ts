import { html, type TemplateResult } from 'lit';
import type { TranscriptItem } from '../call/transcript.js';
import type { Words } from './strings/en.js';
import { toText, toVtt } from './transcript-text.js';

/** Browsers fetch what a link saves some time after the click: https://github.com/eligrey/FileSaver.js/blob/master/src/FileSaver.js */
const FETCH_MS = 1000;

/** Buttons that copy and save the words of a call. */
export function transcriptActions(items: readonly TranscriptItem[], words: Words): TemplateResult {
  const copy = async ({ currentTarget }: Event) => {
    const pressed = currentTarget as HTMLElement;
    if (!(await copied(toText(items, words), pressed))) return;
    // Nothing in it is Lit's.
    pressed.parentElement!.querySelector('[role=status]')!.textContent = words.copied;
  };
  return html`
    <div class="transcript" role="group" aria-label=${words.transcript}>
      ${button(words.copy, 'copy', (event) => void copy(event))}
      ${button(words.saveText, 'save-text', (event) => save(event, 'txt', toText(items, words)))}
      ${button(words.saveCaptions, 'save-captions', (event) =>
        save(event, 'vtt', toVtt(items, words)),
      )}
      <span role="status"></span>
    </div>
  `;
}

const button = (name: string, part: string, act: (event: Event) => void) => html`
  <button class="button quiet" part=${part} @click=${act}>${name}</button>
`;

/** Whether the text is on the clipboard. */
async function copied(text: string, beside: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page that is not secure has no clipboard, and one in a frame may not be allowed to use it.
    const { ownerDocument } = beside;
    const area = ownerDocument.createElement('textarea');
    area.value = text;
    beside.after(area);
    area.select();
    // The only way there: https://developer.mozilla.org/docs/Web/API/Document/execCommand
    const done = ownerDocument.execCommand('copy');
    area.remove();
    beside.focus();
    return done;
  }
}

function save({ currentTarget }: Event, type: 'txt' | 'vtt', text: string): void {
  const { ownerDocument } = currentTarget as HTMLElement;
  const link = ownerDocument.createElement('a');
  const mime = type === 'txt' ? 'plain' : type;
  link.href = URL.createObjectURL(new Blob([text], { type: `text/${mime};charset=utf-8` }));
  link.download = `transcript.${type}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), FETCH_MS);
}
