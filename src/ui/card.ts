import { html, nothing, type TemplateResult } from 'lit';
import type { CallStatus, StatusName } from '../call/status.js';
import { hangUp, microphone, microphoneOff, phone, warning } from './icons.js';
import { longestLine, statusLine, type Said, type StatusLine } from './status-line.js';
import type { Words } from './strings/en.js';

/** Whatever the caller does on the card. */
export interface CardActions {
  /** A pointer or a key goes down on a control. */
  readonly down: (event: Event) => void;
  readonly start: (event: UIEvent) => void;
  readonly mute: (event: UIEvent) => void;
  readonly end: (event: UIEvent) => void;
  /** The card is about to offer the controls of this status. */
  readonly offer: (status: CallStatus) => void;
}

/** Everything that the card shows. */
export interface Picture {
  readonly status: CallStatus;
  readonly words: Words;
  /** The words for a screen reader. */
  readonly said: Said;
  readonly disabled: boolean;
}

/** The shape of the meter where it is not that of the status itself. */
const shapes: Partial<Record<StatusName, string>> = {
  idle: 'resting',
  ended: 'resting',
  asking: 'waiting',
  connecting: 'waiting',
  reconnecting: 'waiting',
  working: 'waiting',
  thinking: 'waiting',
  troubled: 'muted',
};

/** Whether a call is going on, or being made. */
export function isCall({ name }: CallStatus): boolean {
  return name !== 'idle' && name !== 'ended' && name !== 'failed';
}

/**
 * The card of a call: a face, its status in words, and the controls. Everything that any status needs has
 * its room at all times, so that the card keeps one size at each width and nothing moves under a hand.
 */
export function card(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, said } = picture;
  const inCall = isCall(status);
  actions.offer(status);
  const [state, hint] = said;
  return html`
    <section
      class="card ${inCall ? 'in-call' : ''}"
      part="card"
      aria-label=${words.label}
      lang=${words.lang}
      dir=${words.dir}
    >
      ${face(status)} ${text(status, words)}
      <div class="controls">
        ${inCall ? during(status, words, actions) : before(picture, actions)}
        ${inCall ? roomBefore(words) : roomDuring(words)}
      </div>
      <p class="unseen" role="status" aria-atomic="false">
        <span>${state}</span><span>${hint}</span>
      </p>
    </section>
  `;
}

function face({ name }: CallStatus): TemplateResult {
  if (name === 'failed') return html`<div class="sign" aria-hidden="true">${warning}</div>`;
  return html`
    <div class="meter ${shapes[name] ?? name}" part="meter" aria-hidden="true">
      <i></i><i></i><i></i><i></i><i></i>
    </div>
  `;
}

/** The status, over the room for the longest words that there are and the notice: all in one place. */
function text(status: CallStatus, words: Words): TemplateResult {
  const longest = longestLine(words);
  const noticed = status.name === 'idle' || status.name === 'ended';
  const line = statusLine(status, words);
  return html`
    <div class="text">
      <div class="line away" aria-hidden="true">
        <p class="title">${room(longest.text)}</p>
        <p class="hint">${room(longest.hint)}</p>
      </div>
      <div class="line ${noticed ? '' : 'away'}">
        ${noticed ? title(line) : html`<p class="title">${room(words.label)}</p>`}
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

function hint({ hint, code }: StatusLine): TemplateResult | typeof nothing {
  if (!hint) return nothing;
  const small = code && html` <small part="code">${code}</small>`;
  return html`<p class="hint" part="hint">${hint}${small}</p>`;
}

function before({ status, words, disabled }: Picture, actions: CardActions): TemplateResult {
  const { name, error } = status;
  const failed = name === 'failed';
  const again = failed || name === 'ended';
  // The caller can allow a microphone that was denied, so calling again is worth a button.
  const hopeless = failed && !error?.retryable && error?.code !== 'mic-denied';
  const start = html`
    <button
      class="button start"
      part="start"
      ?disabled=${disabled}
      @pointerdown=${actions.down}
      @keydown=${actions.down}
      @click=${actions.start}
    >
      ${phone}<slot name="start">${again ? words.again : words.start}</slot>
    </button>
  `;
  return html`
    <div>
      ${failed ? html`<slot name="fallback"></slot>` : nothing} ${hopeless ? nothing : start}
    </div>
  `;
}

function during({ micMuted }: CallStatus, words: Words, actions: CardActions): TemplateResult {
  const mute = micMuted ? words.unmute : words.mute;
  return html`
    <div>
      <button
        class="button mute ${micMuted ? 'on' : ''}"
        part="mute"
        aria-label=${mute}
        title=${mute}
        @pointerdown=${actions.down}
        @keydown=${actions.down}
        @click=${actions.mute}
      >
        ${micMuted ? microphoneOff : microphone}
      </button>
      <button
        class="button end"
        part="end"
        @pointerdown=${actions.down}
        @keydown=${actions.down}
        @click=${actions.end}
      >
        ${hangUp}${words.end}
      </button>
    </div>
  `;
}

/** The room that these words take, without the words. */
function room(text: string): TemplateResult {
  return html`<span data-text=${text}></span>`;
}

function roomBefore(words: Words): TemplateResult {
  return html`
    <div class="away" aria-hidden="true">
      <span class="button">${phone}<slot name="start">${room(words.start)}</slot></span>
    </div>
  `;
}

function roomDuring(words: Words): TemplateResult {
  return html`
    <div class="away" aria-hidden="true">
      <span class="button mute"></span><span class="button">${hangUp}${room(words.end)}</span>
    </div>
  `;
}
