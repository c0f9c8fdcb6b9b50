import { css } from 'lit';

export const styles = css`
  :host {
    --_accent: var(--live-call-accent, light-dark(#0b57d0, #a8c7fa));
    --_on-accent: var(--live-call-on-accent, light-dark(#ffffff, #062e6f));
    --_background: var(--live-call-background, light-dark(#ffffff, #1f2023));
    --_color: var(--live-call-color, light-dark(#1b1c1f, #ededf0));
    --_quiet: var(--live-call-quiet, light-dark(#5a5d63, #b4b7bd));
    --_border: var(--live-call-border, light-dark(#d5d8dd, #44474d));
    --_danger: var(--live-call-danger, light-dark(#b3261e, #f2b8b5));
    --_on-danger: var(--live-call-on-danger, light-dark(#ffffff, #601410));
    --_radius: var(--live-call-radius, 1.75em);
    display: block;
    max-width: max(33em, 396px);
    /* The line around the card has no height and no indent of its own, whatever the page sets. */
    line-height: 0 !important;
    text-indent: 0 !important;
    writing-mode: horizontal-tb !important;
  }

  :host([hidden]) {
    display: none !important;
  }

  /* In the window, whatever the page says: it goes into the top layer as well. */
  :host([variant='floating']) {
    --_offset: var(--live-call-offset, 1.25em);
    --_side: calc(
      var(--_offset) + max(env(safe-area-inset-left, 0px), env(safe-area-inset-right, 0px))
    );
    --_top: auto;
    --_bottom: calc(var(--_offset) + env(safe-area-inset-bottom, 0px));
    --_start: auto;
    --_end: var(--_side);
    position: fixed !important;
    inset-block: var(--_top) var(--_bottom) !important;
    inset-inline: var(--_start) var(--_end) !important;
    z-index: var(--live-call-z-index, 1000) !important;
    box-sizing: border-box !important;
    inline-size: max(33em, 396px) !important;
    max-inline-size: calc(100% - 2 * var(--_side)) !important;
    block-size: auto !important;
    max-block-size: none !important;
    transform: none !important;
    translate: none !important;
    clip-path: none !important;
    filter: none !important;
    margin: 0 !important;
    padding: 0 !important;
    border: 0 !important;
    overflow: visible !important;
    background: none !important;
  }

  :host([variant='floating'][placement$='start']) {
    --_start: var(--_side);
    --_end: auto;
  }

  :host([variant='floating'][placement^='top']) {
    --_top: calc(var(--_offset) + env(safe-area-inset-top, 0px));
    --_bottom: auto;
  }

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
    padding: 0.5em;
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

  :host([variant='floating']) .card {
    box-shadow: 0 0.25em 1em rgb(0 0 0 / 0.22);
  }

  /* Takes its room and is not there. */
  .card .away {
    visibility: hidden;
  }

  .text,
  .controls {
    display: grid;
    align-items: center;
    min-inline-size: 0;
  }

  .text {
    flex: 999 1 11em;
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
  }

  small {
    white-space: nowrap;
    font-size: 0.857em;
    opacity: 0.9;
  }

  /* Beside the text where there is room, else in a row of its own, which it fills. */
  .controls {
    flex: 1 1 auto;
  }

  .controls > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0.5em;
  }

  ::slotted([slot='fallback']) {
    flex: 1 1 auto;
    align-self: center;
    text-align: center;
  }

  .button {
    flex: 1 1 auto;
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.125em 0.5em;
    box-sizing: border-box;
    max-inline-size: 100%;
    min-block-size: 2.75em;
    margin: 0;
    padding: 0 0.875em;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) - 0.25em);
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    touch-action: manipulation;
  }

  .button.mute {
    flex: none;
    inline-size: 2.75em;
    padding: 0;
    border-color: var(--_border);
    background: transparent;
    color: inherit;
  }

  .button.mute.on {
    border-color: currentcolor;
    background: var(--_color);
    color: var(--_background);
  }

  .button.end {
    background: var(--_danger);
    color: var(--_on-danger);
  }

  .button:hover {
    filter: brightness(1.08);
  }

  .button:active {
    filter: brightness(0.92);
  }

  .button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }

  /* Two colours, so that one of them stands out on any ground. */
  :focus-visible {
    outline: 2px solid var(--_color);
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
    inline-size: 1.375em;
    block-size: 1.375em;
    fill: currentcolor;
  }

  .icon .line,
  .icon .strike {
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .icon .strike {
    stroke: var(--_color);
    stroke-width: 6;
  }

  .meter,
  .sign {
    flex: none;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.1875em;
    inline-size: 2.75em;
    block-size: 2.75em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
    color: var(--_accent);
  }

  .sign {
    background: color-mix(in srgb, var(--_danger) 12%, transparent);
    color: var(--_danger);
  }

  .meter {
    --_level: 0;
  }

  .meter i {
    inline-size: 0.25em;
    block-size: 1.5em;
    border-radius: 0.125em;
    background: currentcolor;
    transform: scaleY(calc(0.17 + var(--_share) * var(--_level)));
    transition: transform 90ms linear;
  }

  .meter i:nth-child(1),
  .meter i:nth-child(5) {
    --_share: 0.35;
  }

  .meter i:nth-child(2),
  .meter i:nth-child(4) {
    --_share: 0.6;
  }

  .meter i:nth-child(3) {
    --_share: 0.83;
  }

  /* Each mood has a shape of its own: dots that travel, bars, a filled disc with bars, a line. */
  .meter.waiting i {
    block-size: 0.25em;
    transform: none;
    animation: travel 1.2s ease-in-out infinite;
  }

  .meter.waiting i:nth-child(2) {
    animation-delay: 0.12s;
  }

  .meter.waiting i:nth-child(3) {
    animation-delay: 0.24s;
  }

  .meter.waiting i:nth-child(4) {
    animation-delay: 0.36s;
  }

  .meter.waiting i:nth-child(5) {
    animation-delay: 0.48s;
  }

  .meter.speaking {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .meter.muted {
    background: transparent;
    box-shadow: inset 0 0 0 2px var(--_border);
    color: var(--_quiet);
  }

  .meter.resting i {
    transform: scaleY(calc(0.17 + 0.5 * var(--_share)));
  }

  .meter.muted i {
    transform: scaleY(0.12);
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @keyframes travel {
    40% {
      transform: translateY(-0.5em);
    }

    0%,
    80%,
    100% {
      transform: none;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .meter i {
      transition: none;
    }

    .meter.waiting i {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    .meter,
    .sign {
      border: 1px solid CanvasText;
    }

    .meter i {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .meter.speaking {
      background: Highlight;
      forced-color-adjust: none;
    }

    .meter.speaking i {
      background: HighlightText;
    }

    .button {
      border-color: ButtonText;
    }

    .button.mute.on {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
