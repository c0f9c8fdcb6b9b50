import { html, nothing, type TemplateResult } from 'lit';
import type { CallStatus } from '../call/status.js';
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

/**
 * A call as its page and the caller see it. In a bar everything that any status needs has its room at all
 * times, so that it keeps one size at each width and nothing moves under a hand.
 */
export function card(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, said, layout, inert = false } = picture;
  actions.offer(picture);
  const isSmall = layout === 'launcher' || layout === 'pill';
  const [state, hint] = said;
  return html`
    <section
      class="card ${layout} ${isCall(status) ? 'in-call' : ''}"
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

function large(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, layout } = picture;
  const collapse = press(actions, 'collapse', {
    part: 'collapse',
    name: words.collapse,
    content: chevronDown,
  });
  return html`
    ${layout === 'panel' ? collapse : nothing}
    <div class="head">${face(status)} ${text(status, words)}</div>
    <div class="controls">
      ${controls(picture, actions)} ${layout === 'bar' ? roomForControls(picture) : nothing}
    </div>
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
