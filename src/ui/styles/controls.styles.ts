import { css } from 'lit';

/** The buttons: one loud thing at a time. */
export const controls = css`
  /* Beside the text where there is room, else in a row of its own, which it fills. */
  .controls {
    flex: 1 1 auto;
  }

  .controls > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: 0.5em;
  }

  ::slotted([slot='fallback']) {
    flex: 1 1 auto;
    align-self: center;
    text-align: center;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.125em 0.5em;
    box-sizing: border-box;
    max-inline-size: 100%;
    min-block-size: 2.75em;
    margin: 0;
    padding: 0 1.125em;
    border: 1px solid transparent;
    border-radius: 1.375em;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    touch-action: manipulation;
    transition: background-color 120ms;
  }

  .primary {
    flex: 1 1 auto;
    flex-wrap: wrap;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .quiet {
    padding: 0 0.75em;
    color: var(--_quiet);
    font-weight: 500;
  }

  .round {
    flex: none;
    inline-size: 2.75em;
    padding: 0;
    background: var(--_soft);
  }

  .on {
    background: var(--_color);
    color: var(--_background);
  }

  .danger {
    background: color-mix(in srgb, var(--_danger) 9%, var(--_background));
    color: var(--_danger);
  }

  @media (hover: hover) {
    .primary:hover,
    .on:hover {
      opacity: 0.88;
    }

    .quiet:hover,
    .round:not(.on, .danger):hover {
      background: color-mix(in srgb, var(--_color) 13%, var(--_background));
      color: var(--_color);
    }

    .danger:hover {
      background: var(--_danger);
      color: var(--_on-danger);
    }
  }

  .button:active {
    opacity: 0.75;
  }

  .button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }

  /* Two colours, so that one of them stands out on any ground. */
  :focus-visible {
    outline: 2px solid var(--live-call-focus, var(--_color));
    outline-offset: 2px;
    box-shadow:
      0 0 0 2px var(--_background),
      0 0 0 6px var(--_background);
  }

  .status:focus-visible {
    border-radius: 2px;
  }

  .icon {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }

    .button.on {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
