import { css } from 'lit';

/** The question before a call: it may be longer than any status, so that a bar grows for it. */
export const consent = css`
  h2 {
    margin: 0;
    font-size: 1em;
  }

  ::slotted([slot='consent']) {
    margin: 0;
  }
`;
