import { html, nothing, type TemplateResult } from 'lit';
import type { CallStatus } from '../call/status.js';
import { captions } from './captions.js';
import { composer } from './composer.js';
import { controls, roomForControls } from './controls.js';
import { face } from './face.js';
import { chevronDown } from './icons.js';
import { isCall } from './layout.js';
import { launcher, pill } from './launcher.js';
import type { Picture } from './picture.js';
import { press, type CardActions } from './press.js';
import { room } from './room.js';
import { longestLine, statusLine, type StatusLine } from './status-line.js';
import type { Words } from './strings/en.js';
import { transcriptActions } from './transcript-actions.js';

/**
 * A call as its page and the caller see it. In a bar everything that any status needs has its room at all
 * times, so that it keeps one size at each width and nothing moves under a hand.
 */
export function card(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, said, layout, inert } = picture;
  actions.offer(picture);
  const isSmall = layout === 'launcher' || layout === 'pill';
  const states = [layout, isCall(status) && 'in-call', hasCaptions(picture) && 'talking'];
  const [state, hint] = said;
  return html`
    <section
      class="card ${states.filter(Boolean).join(' ')}"
      part=${layout === 'bar' ? 'card' : `card ${layout}`}
      role=${layout === 'panel' ? 'dialog' : nothing}
      aria-label=${words.label}
      lang=${words.lang}
      dir=${words.dir}
      ?inert=${inert}
      @keydown=${actions.key}
    >
      ${isSmall ? small(picture, actions) : large(picture, actions)}
      <p class="unseen" role="status" aria-atomic="false">
        <span>${state}</span><span>${hint}</span>
      </p>
    </section>
  `;
}

function small(picture: Picture, actions: CardActions): TemplateResult {
  return picture.layout === 'pill' ? pill(picture, actions) : launcher(picture, actions);
}

/** The keyboard goes through the parts as the eye does: the controls of a bar lie above its captions. */
function large(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, layout } = picture;
  const isBar = layout === 'bar';
  const collapse = { name: words.collapse, keys: 'Escape', content: chevronDown };
  const buttons = html`
    <div class="controls">
      ${controls(picture, actions)} ${isBar ? roomForControls(picture) : nothing}
    </div>
  `;
  return html`
    ${layout === 'panel' ? press(actions, 'collapse', collapse) : nothing}
    <div class="head">${face(status)} ${text(status, words)}</div>
    ${isBar ? buttons : nothing} ${talk(picture, actions)} ${isBar ? nothing : buttons}
  `;
}

/** Whether the words of the call are in sight: there is something to read, or will be. */
function hasCaptions({ status, captions, items }: Picture): boolean {
  return captions && (isCall(status) || items.length > 0);
}

/** The looks of the captions. */
const looks = {
  bar: 'lines',
  panel: 'talk',
  stage: 'large',
  launcher: 'lines',
  pill: 'lines',
} as const;

/** The words of the call, and the line to add to them. */
function talk(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, layout, items, readCaptions: read, view, textInput } = picture;
  const note =
    status.name === 'working' && layout === 'panel' ? statusLine(status, words).text : '';
  const inCall = isCall(status);
  const isTyping = inCall && (!!status.text || (textInput && (view.typing || layout === 'panel')));
  return html`
    ${hasCaptions(picture) ? captions({ items, look: looks[layout], note, read }, words) : nothing}
    ${hasCaptions(picture) && !inCall ? transcriptActions(items, words) : nothing}
    ${isTyping ? composer(words, actions) : nothing}
  `;
}

/** The status, over the room for the longest words that there are and the notice: all in one place. */
function text(status: CallStatus, words: Words): TemplateResult {
  const longest = longestLine(words);
  const noticed = status.name === 'idle';
  const line = statusLine(status, words);
  return html`
    <div class="text">
      <div class="line away" aria-hidden="true">
        <p class="title">${room(longest.text)}</p>
        <p class="hint">${room(longest.hint)}</p>
      </div>
      <div class="line ${noticed ? '' : 'away'}">
        ${noticed ? title(line) : html`<p class="title">${room(words.talk)}</p>`}
        <p class="hint" part=${noticed ? 'hint' : nothing}>
          <slot name="notice">${words.notice}</slot>
        </p>
      </div>
      ${noticed ? nothing : html`<div class="line">${title(line)} ${hint(line)}</div>`}
    </div>
  `;
}

function title({ text }: StatusLine): TemplateResult {
  return html`<p class="status title" part="status">${text}</p>`;
}

function hint({ hint, code, time }: StatusLine): TemplateResult | typeof nothing {
  const small = code && html` <small part="code">${code}</small>`;
  if (hint) return html`<p class="hint" part="hint">${hint}${small}</p>`;
  return time ? html`<p class="hint time" part="time">${time}</p>` : nothing;
}
