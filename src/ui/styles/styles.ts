import { css } from 'lit';
import { styles as captions } from './captions.styles.js';
import { card } from './card.styles.js';
import { styles as composer } from './composer.styles.js';
import { controls } from './controls.styles.js';
import { face } from './face.styles.js';
import { floating } from './floating.styles.js';
import { host } from './host.styles.js';
import { stage } from './stage.styles.js';

/** The style sheet of the element: later rules win. */
export const styles = css`
  ${host} ${card} ${controls} ${face} ${floating} ${captions} ${composer} ${stage}
`;
