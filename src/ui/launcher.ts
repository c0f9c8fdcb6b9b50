import { html, type TemplateResult } from 'lit';
import { endButton, microphoneButton } from './controls.js';
import { face } from './face.js';
import { hangUp } from './icons.js';
import type { Picture } from './picture.js';
import { press, type CardActions } from './press.js';
import { statusLine } from './status-line.js';

/** A floating call before it is opened. */
export function launcher({ status, words, offer }: Picture, actions: CardActions): TemplateResult {
  return press(actions, 'open', {
    look: 'open',
    content: html`${face(status.name)}<slot name="launcher"
        ><span>${offer ? words.goOn : words.talk}</span></slot
      >`,
  });
}

/** A floating call that goes on while its panel is put away. */
export function pill(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words } = picture;
  const { text, time } = statusLine(status, words);
  return html`
    ${press(actions, 'open', {
      name: text,
      look: 'open',
      content: html`${face(status.name)}<i class="wave" aria-hidden="true"></i
        ><span class="time" part="time">${time}</span>`,
    })}
    ${microphoneButton(picture, actions)} ${endButton(picture, actions, hangUp, 'round danger')}
  `;
}
