import { html, type TemplateResult } from 'lit';
import type { CallStatus } from '../call/status.js';
import { arrowUp } from './icons.js';
import type { Words } from './strings/en.js';

/** Whatever the caller does on the line to type in. */
export interface ComposerActions {
  /** Takes a text; one for which it throws stays in the line. */
  readonly send: (text: string) => void;
  /** A text that waits in the line, also while the line is out of sight. */
  draft: string;
}

/** So many characters fit into a message: a page of a letter, which a new session is told as a whole. */
const MAX = 4000;
const MAX_ROWS = 5;

/** Whether a call without a microphone may begin now, where the page offers a line to type in. */
export function canType({ name, error }: CallStatus): boolean {
  if (name !== 'failed') return name === 'idle' || name === 'ended';
  const code = error?.code ?? '';
  // In most browsers a page that is not secure plays nothing either.
  return /^(no-)?mic/.test(code) || (code === 'insecure-context' && 'AudioWorkletNode' in window);
}

/** The line to type in. One that comes back has its draft again, and the caret after it. */
export function composer(words: Words, actions: ComposerActions): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    sendFrom(fieldOf(event), actions);
  };
  const write = (event: Event) => {
    const field = fieldOf(event);
    actions.draft = field.value;
    fit(field);
  };
  const press = (event: KeyboardEvent) => {
    keepFromPage(event);
    if (event.key === 'Enter' && !event.shiftKey && !isComposing(event)) submit(event);
  };
  return html`
    <form class="composer" part="composer" @submit=${submit}>
      <textarea
        class="input"
        part="input"
        rows="1"
        maxlength=${MAX}
        dir="auto"
        enterkeyhint="send"
        autocomplete="off"
        aria-label=${words.typeHere}
        placeholder=${words.typeHere}
        .defaultValue=${actions.draft}
        .selectionStart=${MAX}
        @input=${write}
        @keydown=${press}
        @keypress=${keepFromPage}
        @keyup=${keepFromPage}
      ></textarea>
      <button class="button send" part="send" aria-label=${words.send} title=${words.send}>
        ${arrowUp}
      </button>
      <p class="hint limit" role="alert" hidden>${words.tooLong}</p>
    </form>
  `;
}

function fieldOf({ currentTarget }: Event): HTMLTextAreaElement {
  return (currentTarget as Element).closest('form')!.querySelector('textarea')!;
}

function sendFrom(field: HTMLTextAreaElement, actions: ComposerActions): void {
  const text = field.value.trim();
  // A phone puts its keyboard away with the focus, and the next message needs it.
  field.focus();
  if (!text) return;
  try {
    actions.send(text);
  } catch {
    // The call is over, as the card shows, and the text stays for the next one.
    return;
  }
  field.value = actions.draft = '';
  fit(field);
}

/** Grows the line with its text, where the browser does not, and says when it is full. */
function fit(field: HTMLTextAreaElement): void {
  field.form!.querySelector<HTMLElement>('.limit')!.hidden = field.value.length < MAX;
  if (CSS.supports('field-sizing', 'content')) return;
  field.rows = 1;
  while (field.rows < MAX_ROWS && field.scrollHeight > field.clientHeight) field.rows += 1;
}

/**
 * Whether the key belongs to an input method. Safari ends the composition before its last Enter comes, and
 * tells by this code alone: https://bugs.webkit.org/show_bug.cgi?id=165004
 */
function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}

/**
 * What is typed is for the line alone. Outside of the shadow root it seems to come from no text field, and
 * would work the shortcuts of the page: https://github.com/github/hotkey/issues/123. Keys that no text is
 * made of go on.
 */
function keepFromPage(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey } = event;
  if (!(ctrlKey || metaKey || /^(Escape|Tab|F\d+)$/.test(key))) event.stopPropagation();
}
