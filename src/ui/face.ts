import { html, type TemplateResult } from 'lit';
import type { StatusName } from '../call/status.js';
import { warning } from './icons.js';

/** The mood of the face where it is not named as the status itself. */
const moods: Partial<Record<StatusName, string>> = {
  idle: 'resting',
  ended: 'resting',
  muted: 'resting',
  troubled: 'resting',
  text: 'resting',
  released: 'resting',
  asking: 'waiting',
  connecting: 'waiting',
  reconnecting: 'waiting',
  working: 'waiting',
};

/**
 * The one that the caller talks to: an orb, or a picture of the page, in a ring that grows with the voice.
 * Each mood differs by its shape or its movement, not by colour alone.
 */
export function face(name: StatusName): TemplateResult {
  if (name === 'failed') {
    return html`<div class="face sign" part="sign" aria-hidden="true">${warning}</div>`;
  }
  return html`
    <div class="face ${moods[name] ?? name}" aria-hidden="true">
      <i class="meter" part="meter"></i>
      <slot name="avatar"><i class="orb" part="avatar"></i></slot>
    </div>
  `;
}
