import { html, nothing, type TemplateResult } from 'lit';
import type { CallStatus } from '../call/status.js';
import { microphone, microphoneOff, phone } from './icons.js';
import { isCall } from './layout.js';
import type { Picture } from './picture.js';
import { press, type CardActions } from './press.js';
import { room } from './room.js';
import type { Words } from './strings/en.js';

/** The controls for a status: before a call, and after one, those that start another. */
export function controls(picture: Picture, actions: CardActions): TemplateResult {
  return isCall(picture.status) ? during(picture, actions) : before(picture, actions);
}

function before({ status, words, disabled }: Picture, actions: CardActions): TemplateResult {
  const { name, error } = status;
  const failed = name === 'failed';
  const again = failed || name === 'ended';
  // The caller can allow a microphone that was denied, so calling again is worth a button.
  const hopeless = failed && !error?.retryable && error?.code !== 'mic-denied';
  const content = html`${phone}<slot name="start">${again ? words.again : words.start}</slot>`;
  return html`
    <div>
      ${failed ? html`<slot name="fallback"></slot>` : nothing}
      ${hopeless ? nothing : press(actions, 'start', { part: 'start', disabled, look: 'primary', content })}
    </div>
  `;
}

function during({ status, words }: Picture, actions: CardActions): TemplateResult {
  return html`
    <div>
      ${muteButton(status, words, actions)}
      ${press(actions, 'end', { part: 'end', name: words.endCall, look: 'danger', content: words.end })}
    </div>
  `;
}

/** Its name says what a press does, so it is no switch: "Unmute, pressed" would be a riddle. */
export function muteButton(
  { micMuted }: CallStatus,
  words: Words,
  actions: CardActions,
): TemplateResult {
  return press(actions, 'mute', {
    part: 'mute',
    name: micMuted ? words.unmute : words.mute,
    look: micMuted ? 'round on' : 'round',
    content: micMuted ? microphoneOff : microphone,
  });
}

/** The room that the controls of both sides of a start take. */
export function roomForControls({ words }: Picture): TemplateResult {
  return html`
    <div class="away" aria-hidden="true">
      <span class="button primary">${phone}<slot name="start">${room(words.start)}</slot></span>
    </div>
    <div class="away" aria-hidden="true">
      <span class="button round"></span><span class="button danger">${room(words.end)}</span>
    </div>
  `;
}
