import { html, type TemplateResult } from 'lit';
import { muteButton } from './controls.js';
import { face } from './face.js';
import { hangUp } from './icons.js';
import type { Picture } from './picture.js';
import { press, type CardActions } from './press.js';
import { statusLine } from './status-line.js';

/** A floating call before it is opened. */
export function launcher({ status, words }: Picture, actions: CardActions): TemplateResult {
  return press(actions, 'open', {
    part: 'launcher',
    look: 'open',
    content: html`${face(status)}<slot name="launcher"><span>${words.talk}</span></slot>`,
  });
}

/** A floating call that goes on while its panel is put away. */
export function pill({ status, words }: Picture, actions: CardActions): TemplateResult {
  const { text, time } = statusLine(status, words);
  return html`
    ${press(actions, 'open', {
      part: 'launcher',
      name: text,
      look: 'open',
      content: html`${face(status)}<i class="wave" aria-hidden="true"></i
        ><span class="time" part="time">${time}</span>`,
    })}
    ${muteButton(status, words, actions)}
    ${press(actions, 'end', { part: 'end', name: words.endCall, look: 'round danger', content: hangUp })}
  `;
}
