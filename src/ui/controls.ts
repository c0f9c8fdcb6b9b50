import { html, nothing, type TemplateResult } from 'lit';
import type { CallStatus } from '../call/status.js';
import { canType } from './composer.js';
import { holdButton } from './hold-button.js';
import { captionsIcon, keyboard, microphone, microphoneOff, phone, sliders } from './icons.js';
import { isCall } from './layout.js';
import type { Picture } from './picture.js';
import { press, type CardActions } from './press.js';
import { room } from './room.js';
import type { Words } from './strings/en.js';

/** The controls for a status: before a call, and after one, those that start another. */
export function controls(picture: Picture, actions: CardActions): TemplateResult {
  return isCall(picture.status) ? during(picture, actions) : before(picture, actions);
}

function before(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, disabled, textInput, offer, layout } = picture;
  const { name, error } = status;
  const failed = name === 'failed';
  const again = failed || name === 'ended';
  // The caller can allow a microphone that was denied, so calling again is worth a button.
  const hopeless = failed && !error?.retryable && error?.code !== 'mic-denied';
  const write = { look: 'quiet', disabled, content: words.typeInstead };
  const instead = textInput && canType(status) ? press(actions, 'write', write) : nothing;
  // The loud one stands at the end of a bar, and on top of a column.
  const isBar = layout === 'bar';
  const slot = html`<slot name="start">${again ? words.again : words.start}</slot>`;
  if (offer) {
    const anew = press(actions, 'start', { look: 'quiet', disabled, content: slot });
    return html`
      <div>
        ${isBar ? anew : nothing}
        ${press(actions, 'goOn', { look: 'primary', disabled, content: words.goOn })}
        ${isBar ? nothing : anew}
      </div>
    `;
  }
  const content = html`${phone}${slot}`;
  return html`
    <div>
      ${failed ? html`<slot name="fallback"></slot>` : nothing}
      ${name === 'ended' ? html`<slot name="ended"></slot>` : nothing} ${isBar ? instead : nothing}
      ${hopeless ? nothing : press(actions, 'start', { look: 'primary', disabled, content })}
      ${isBar ? nothing : instead}
    </div>
  `;
}

function during(picture: Picture, actions: CardActions): TemplateResult {
  const { words, captions, view, layout } = picture;
  const { typeHere } = words;
  const show = { name: words.captions, on: captions, keys: 'c', content: captionsIcon };
  const type = { name: typeHere, on: view.typing, keys: 't', content: keyboard };
  return html`
    <div>
      ${microphoneButton(picture, actions)} ${press(actions, 'captions', show)}
      ${canHideLine(picture) ? press(actions, 'text', type) : nothing}
      ${layout === 'bar' ? nothing : devicesButton(picture, actions)}
      ${endButton(picture, actions, words.end, 'danger')}
    </div>
  `;
}

/** Whether the line to type in comes and goes by a control; a panel has room for it at all times. */
export function canHideLine({ status, textInput, layout, view }: Picture): boolean {
  return (textInput || view.typing) && !status.text && layout !== 'panel';
}

/** Whether the caller holds a control to talk now. */
export function canHold({ holding, micMuted, text }: CallStatus): boolean {
  return holding !== undefined && !micMuted && !text;
}

/** Opens the menu of the devices. A bar has it beside its captions, since its words need the room. */
export function devicesButton({ words, view }: Picture, actions: CardActions): TemplateResult {
  const control = { name: words.devices, on: !!view.devices, content: sliders };
  return press(actions, 'devices', control);
}

export function endButton(
  { words }: Picture,
  actions: CardActions,
  content: unknown,
  look: string,
): TemplateResult {
  return press(actions, 'end', { name: words.endCall, look, content });
}

/** Its name says what a press does, so it is no switch: "Unmute, pressed" would be a riddle. */
export function microphoneButton({ status, words }: Picture, actions: CardActions): TemplateResult {
  const { micMuted, text, holding = false } = status;
  if (text) {
    const { asking: disabled } = text;
    return press(actions, 'join', { name: words.useMicrophone, disabled, content: microphone });
  }
  if (canHold(status)) return holdButton({ holding }, words, actions.hand);
  return press(actions, 'mute', {
    name: micMuted ? words.unmute : words.mute,
    look: micMuted ? 'round on' : 'round',
    keys: 'm',
    content: micMuted ? microphoneOff : microphone,
  });
}

/** The room that the controls of both sides of a start take. */
export function roomForControls({ words, textInput, offer }: Picture): TemplateResult {
  const round = html`<span class="button round"></span>`;
  const rounds = textInput ? [round, round, round] : [round, round];
  const write = textInput
    ? html`<span class="button quiet">${room(words.typeInstead)}</span>`
    : nothing;
  return html`
    <div class="away" aria-hidden="true">
      ${write}
      <span class="button primary">${phone}<slot name="start">${room(words.start)}</slot></span>
    </div>
    <div class="away" aria-hidden="true">
      ${rounds}<span class="button danger">${room(words.end)}</span>
    </div>
    ${offer === undefined ? nothing : roomForOffer(words)}
  `;
}

function roomForOffer({ start, goOn }: Words): TemplateResult {
  return html`
    <div class="away" aria-hidden="true">
      <span class="button quiet"><slot name="start">${room(start)}</slot></span>
      <span class="button primary">${room(goOn)}</span>
    </div>
  `;
}
