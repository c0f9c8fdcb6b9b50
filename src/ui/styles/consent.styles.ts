import { css } from 'lit';

/** The consent view, and the offer to go on with a call. */
export const styles = css`
  .consent,
  .continue {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    box-sizing: border-box;
    inline-size: 100%;
    padding: 0.75em;
  }

  .continue {
    flex-flow: row wrap;
    align-items: center;
    justify-content: space-between;
  }

  .consent-title,
  .continue-text {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    text-wrap: balance;
  }

  .consent-title:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 0.25em;
    border-radius: 0.125em;
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
