import { html, nothing, type TemplateResult } from 'lit';
import { captions } from './captions.js';
import { composer } from './composer.js';
import { answers, terms } from './consent.js';
import { controls, devicesButton, roomForControls } from './controls.js';
import { deviceMenu } from './device-menu.js';
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
 *
 * @slot launcher - The words on a floating call before it is opened.
 * @slot avatar - A picture in the place of the orb.
 * @slot start - The words on the button that starts a call.
 * @slot notice - The line beside it, which tells people that they talk to an AI.
 * @slot consent - What callers agree to before their first call: words and links.
 * @slot ended - Whatever comes after a call, such as a question how it went.
 * @slot fallback - Another way to reach the site, such as a phone number, for when a call failed.
 *
 * @csspart card - The frame around everything.
 * @csspart stage - The frame, where it fills its box.
 * @csspart panel - The frame of an open floating call.
 * @csspart pill - The frame of a floating call that goes on while its panel is put away.
 * @csspart launcher - The frame of a floating call before it is opened, and the button in it.
 * @csspart collapse - The button that puts the panel away.
 * @csspart avatar - The orb.
 * @csspart sign - The sign in its place when a call failed.
 * @csspart meter - The live level around it.
 * @csspart status - The state of the call, in a few words.
 * @csspart hint - The smaller line under it.
 * @csspart time - How long the call has lasted.
 * @csspart code - The code of a failure that only the owner of the page can mend.
 * @csspart start - The button that starts a call.
 * @csspart write - The button that starts one without a microphone.
 * @csspart continue - The button that goes on with the call of the page before.
 * @csspart consent - The question before the first call.
 * @csspart agree - The button that agrees and starts the call.
 * @csspart later - The button that does not.
 * @csspart mute - The button that mutes the microphone.
 * @csspart join - The button that lets the microphone take part.
 * @csspart captions-button - The switch of the captions.
 * @csspart text - The switch of the line to type in.
 * @csspart hold - The button that is held to talk.
 * @csspart devices - The menu of the devices, and the switch that opens it.
 * @csspart end - The button that ends the call.
 * @csspart captions - The words of the call.
 * @csspart caption-you - What the caller said in one go.
 * @csspart caption-agent - What the model said in one go.
 * @csspart note - What goes on instead of words.
 * @csspart source - A link to a page on which an answer rests.
 * @csspart copy - The button that copies the transcript.
 * @csspart save-text - The button that saves it as text.
 * @csspart save-captions - The button that saves it as WebVTT.
 * @csspart composer - The line to type in, and its button.
 * @csspart input - The line itself.
 * @csspart send - The button that sends it.
 */
export function card(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, said, layout, inert } = picture;
  actions.offer(picture);
  const isSmall = layout === 'launcher' || layout === 'pill';
  const states = [layout, isCall(status) && 'in-call', hasCaptions(picture) && 'talking'];
  const [state, hint] = said;
  // In a small box a stage scrolls, and after some failures nothing else in it takes the keyboard.
  const scrolls = layout === 'stage' && status.name === 'failed';
  return html`
    <section
      class="card ${states.filter(Boolean).join(' ')}"
      part=${layout === 'bar' ? 'card' : `card ${layout}`}
      role=${layout === 'panel' ? 'dialog' : nothing}
      aria-label=${words.label}
      lang=${words.lang}
      dir=${words.dir}
      tabindex=${scrolls ? 0 : nothing}
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
  const { status, words, layout, asking } = picture;
  const isBar = layout === 'bar';
  const collapse = { name: words.collapse, keys: 'Escape', content: chevronDown };
  const buttons = html`
    <div class="controls">
      ${asking ? answers(picture, actions) : controls(picture, actions)}
      ${isBar ? roomForControls(picture) : nothing}
    </div>
  `;
  return html`
    ${layout === 'panel' ? press(actions, 'collapse', collapse) : nothing}
    <div class="head">${face(asking ? 'idle' : status.name)} ${text(picture)}</div>
    ${isBar ? buttons : nothing} ${talk(picture, actions)} ${isBar ? nothing : buttons}
  `;
}

/**
 * Whether the words of the call are in sight: once there are any, or ahead of them for whoever writes or has them
 * read, since a screen reader tells of what comes into a log and not of a log that comes.
 */
function hasCaptions({ status, captions, items, readCaptions }: Picture): boolean {
  return captions && (items.length > 0 || (isCall(status) && (!!status.text || readCaptions)));
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
  const { status, words, layout, items, sound, textInput } = picture;
  const { typing, devices } = picture.view;
  const inCall = isCall(status);
  const isTyping = inCall && (!!status.text || typing || (textInput && layout === 'panel'));
  return html`
    ${hasCaptions(picture) ? readable(picture, actions) : nothing}
    ${hasCaptions(picture) && !inCall ? transcriptActions(items, words) : nothing}
    ${isTyping ? composer(words, actions) : nothing}
    ${inCall && devices ? deviceMenu({ devices, ...sound }, words, actions.devices) : nothing}
  `;
}

/** The words of the call; a bar has a switch beside them that it has no room for above. */
function readable(picture: Picture, actions: CardActions): TemplateResult {
  const { status, words, layout, items, readCaptions: read, language } = picture;
  const note =
    status.name === 'working' && layout === 'panel' ? statusLine(status, words).text : '';
  const lines = captions({ items, look: looks[layout], note, read, language }, words);
  if (layout !== 'bar') return lines;
  return html`
    <div class="row">${lines} ${isCall(status) ? devicesButton(picture, actions) : nothing}</div>
  `;
}

/** The status, over the room for the longest words that there are and the notice: all in one place. */
function text({ status, words, asking, offer }: Picture): TemplateResult {
  const longest = longestLine(words);
  const noticed = status.name === 'idle';
  const line = offer ? { text: words.cutOff } : statusLine(status, words);
  return html`
    <div class="text">
      <div class="line away" aria-hidden="true">
        <p class="title">${room(longest.text)}</p>
        <p class="hint">${room(longest.hint)}</p>
      </div>
      ${asking ? terms(words) : notice(line, words, noticed)}
      ${asking || noticed ? nothing : html`<div class="line">${title(line)} ${hint(line)}</div>`}
    </div>
  `;
}

/** What stands on the card before a call, or the room for it. */
function notice(line: StatusLine, words: Words, shown: boolean): TemplateResult {
  return html`
    <div class="line ${shown ? '' : 'away'}">
      ${shown ? title(line) : html`<p class="title">${room(words.talk)}</p>`}
      <p class="hint" part=${shown ? 'hint' : nothing}>
        <slot name="notice">${words.notice}</slot>
      </p>
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
