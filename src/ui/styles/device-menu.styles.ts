import { css } from 'lit';

export const styles = css`
  .devices {
    display: grid;
    gap: 0.75em;
    box-sizing: border-box;
    inline-size: 20em;
    max-inline-size: 100%;
    padding: 1em;
    border: 1px solid var(--_border);
    border-radius: 1em;
    background: var(--_background);
    color: var(--_color);
    box-shadow: 0 0.25em 1em rgb(0 0 0 / 0.22);

    label {
      display: grid;
      gap: 0.25em;
      color: var(--_quiet);
      font-size: 0.875em;
    }

    select,
    input {
      box-sizing: border-box;
      inline-size: 100%;
      min-block-size: max(2.75em, 44px);
      accent-color: var(--_accent);
      color: var(--_color);
      font: inherit;
    }

    select {
      padding-inline: 0.5em;
      border: 1px solid var(--_quiet);
      border-radius: 0.5em;
      background: var(--_background);
      text-overflow: ellipsis;
    }
  }

  .level {
    block-size: 0.25em;
    border-radius: 1em;
    background: var(--_border);
    overflow: hidden;
  }

  /* One property that the compositor draws without the page. */
  .level i {
    display: block;
    block-size: 100%;
    background: var(--_accent);
    transform: scaleX(var(--_level, 0));
    transform-origin: left;
  }

  .level:dir(rtl) i {
    transform-origin: right;
  }

  @media (forced-colors: active) {
    .level i {
      background: Highlight;
    }
  }
`;
