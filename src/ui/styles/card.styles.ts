import { css } from 'lit';

/** The frame, and the words in it. */
export const card = css`
  /* All that a page lets its elements inherit ends here, but for its direction and its colour scheme. */
  .card {
    all: initial;
    color-scheme: inherit;
    visibility: inherit;
    -webkit-font-smoothing: inherit;
    position: relative;
    box-sizing: border-box;
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 0.75em;
    inline-size: 100%;
    padding: 0.625em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_background);
    color: var(--_color);
    font: 400 max(1em, 12px) / 1.35 var(--live-call-font, system-ui, sans-serif);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  /* Nobody's microphone is open in secret. */
  .card.in-call {
    visibility: visible;
  }

  /* Takes its room and is not there. */
  .away {
    visibility: hidden !important;
  }

  .head {
    flex: 999 1 14em;
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-inline-size: 0;
  }

  .text,
  .controls {
    display: grid;
    align-items: center;
    min-inline-size: 0;
  }

  .text {
    flex: 1;
  }

  .text > *,
  .controls > * {
    grid-area: 1 / 1;
    min-inline-size: 0;
  }

  p {
    margin: 0;
    /* Words in another direction than the page keep their full stops where they belong. */
    unicode-bidi: plaintext;
    text-align: match-parent;
  }

  /* The longest words by letters may not be the longest by width. */
  .line > * > span {
    padding-inline-end: 1em;
  }

  [data-text]::after {
    content: attr(data-text);
  }

  .title {
    font-weight: 600;
  }

  .hint {
    color: var(--_quiet);
    font-size: 0.875em;
    text-wrap: pretty;
  }

  .time {
    unicode-bidi: isolate;
    font-variant-numeric: tabular-nums;
    font-weight: 500;
  }

  small {
    white-space: nowrap;
    font-size: 0.857em;
    opacity: 0.9;
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
