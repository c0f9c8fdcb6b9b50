import { html, nothing, type TemplateResult } from 'lit';
import type { CallStatus, StatusName } from '../call/status.js';
import { hangUp, microphone, microphoneOff, phone, warning } from './icons.js';
import { announcement, statusLine } from './status-line.js';
import type { Words } from './strings/en.js';

/** Whatever the caller does on the card. */
export interface CardActions {
  readonly start: () => void;
  readonly mute: () => void;
  readonly end: (event: MouseEvent) => void;
}

/** The shape of the meter where it is not that of the status itself. */
const shapes: Partial<Record<StatusName, string>> = {
  asking: 'connecting',
  reconnecting: 'connecting',
  unheard: 'muted',
};

/** The card of a call: its status in words, a meter, and the controls. */
export function card(
  status: CallStatus,
  words: Words,
  actions: CardActions,
  disabled: boolean,
): TemplateResult {
  const { name } = status;
  const noCall = name === 'idle' || name === 'ended' || name === 'failed';
  const [state, hint] = announcement(status, words);
  return html`
    <section class="card ${name === 'failed' ? 'error' : ''}" part="card" aria-label=${words.label}>
      ${noCall ? beforeCall(status, words, actions, disabled) : inCall(status, words, actions)}
      <p class="unseen" role="status" aria-atomic="false">
        <span>${state}</span><span>${hint}</span>
      </p>
    </section>
  `;
}

function beforeCall(
  status: CallStatus,
  words: Words,
  actions: CardActions,
  disabled: boolean,
): TemplateResult {
  const failed = status.name === 'failed';
  return html`
    ${failed ? warning : nothing}
    <div class="text">
      ${
        failed
          ? statusText(status, words)
          : html`<p class="hint" part="hint"><slot name="notice">${words.notice}</slot></p>`
      }
    </div>
    <div class="controls">
      <button class="start" part="start" ?disabled=${disabled} @click=${actions.start}>
        ${phone}<slot name="start">${failed ? words.again : words.start}</slot>
      </button>
    </div>
  `;
}

function inCall(status: CallStatus, words: Words, actions: CardActions): TemplateResult {
  const { name, micMuted } = status;
  return html`
    <div class="meter ${shapes[name] ?? name}" part="meter" aria-hidden="true">
      <i></i><i></i><i></i><i></i><i></i>
    </div>
    <div class="text">${statusText(status, words)}</div>
    <div class="controls">
      <button class="mute" part="mute" aria-pressed=${micMuted} @click=${actions.mute}>
        ${micMuted ? microphoneOff : microphone}${words.mute}
      </button>
      <button class="end" part="end" @click=${actions.end}>${hangUp}${words.end}</button>
    </div>
  `;
}

function statusText(status: CallStatus, words: Words): TemplateResult {
  const line = statusLine(status, words);
  return html`
    <p class="status" part="status">${line?.text}</p>
    ${line?.hint ? html`<p class="hint" part="hint">${line.hint}</p>` : nothing}
  `;
}
