import { css } from 'lit';

/** The consent view, and the offer to go on with a call. */
export const styles = css`
  .consent,
  .continue {
    display: grid;
    gap: 0.75em;
    flex: 1;
    padding: 0.75em;
  }

  .consent-title,
  .continue-text {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
  }

  .consent-text {
    max-block-size: 40vh;
    overflow: auto;
    color: var(--_quiet);
  }

  .consent-controls {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 0.5em;
  }

  .later {
    border: 1px solid var(--_border);
    background: none;
    color: inherit;
  }
`;
