import { css } from 'lit';
import { styles as captions } from './captions.styles.js';
import { card } from './card.styles.js';
import { styles as composer } from './composer.styles.js';
import { consent } from './consent.styles.js';
import { controls } from './controls.styles.js';
import { styles as devices } from './device-menu.styles.js';
import { face } from './face.styles.js';
import { floating } from './floating.styles.js';
import { styles as hold } from './hold-button.styles.js';
import { host } from './host.styles.js';
import { stage } from './stage.styles.js';

/**
 * The style sheet of the element: later rules win.
 *
 * @cssproperty --live-call-accent - Colour of the start button and of what the caller said.
 * @cssproperty --live-call-on-accent - Colour of the words on it.
 * @cssproperty --live-call-background - Colour of the card.
 * @cssproperty --live-call-color - Colour of the text.
 * @cssproperty --live-call-quiet - Colour of the smaller text.
 * @cssproperty --live-call-border - Colour of the lines.
 * @cssproperty --live-call-danger - Colour of the end button and of errors.
 * @cssproperty --live-call-on-danger - Colour of the words on it.
 * @cssproperty --live-call-focus - Colour of the ring around what the keyboard is on.
 * @cssproperty --live-call-shadow - Shadow under a floating call.
 * @cssproperty --live-call-radius - Radius of the card.
 * @cssproperty --live-call-font - Font family.
 * @cssproperty --live-call-caption-size - Font size of the captions.
 * @cssproperty --live-call-orb-1 - First colour of the face and of the voice around it.
 * @cssproperty --live-call-orb-2 - Second colour of the face.
 * @cssproperty --live-call-orb-size - Size of the face on a stage, and in a panel without captions.
 * @cssproperty --live-call-panel-width - Width of an open floating call.
 * @cssproperty --live-call-panel-height - Its height.
 * @cssproperty --live-call-offset - Distance of a floating call from the edges of the window.
 * @cssproperty --live-call-z-index - Layer of a floating call among those of the page; without it, the call lies above them all.
 */
export const styles = css`
  ${host} ${card} ${controls} ${face} ${floating} ${captions} ${composer} ${devices} ${hold} ${consent}
  ${stage}
`;
