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
    /* One width for all states, so that nothing jumps in the middle of a call. */
    container-type: inline-size;
    contain-intrinsic-inline-size: 33em;
    display: inline-block;
    inline-size: min(33em, 100%);
    min-inline-size: 0;
    color: var(--_color);
    font: 1em/1.35 var(--live-call-font, system-ui, sans-serif);
    text-align: start;
  }

  :host([hidden]) {
    display: none;
  }

  :host([variant='floating']) {
    position: fixed;
    inset-block-end: var(--live-call-offset, 1.25em);
    inset-inline-end: var(--live-call-offset, 1.25em);
    z-index: var(--live-call-z-index, 1000);
    inline-size: min(33em, 100vw - 2 * var(--live-call-offset, 1.25em));
  }

  :host([variant='floating'][placement$='start']) {
    inset-inline: var(--live-call-offset, 1.25em) auto;
  }

  :host([variant='floating'][placement^='top']) {
    inset-block: var(--live-call-offset, 1.25em) auto;
  }

  .card {
    box-sizing: border-box;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 0.75em;
    padding: 0.5em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_background);
  }

  :host([variant='floating']) .card {
    box-shadow: 0 0.25em 1em rgb(0 0 0 / 0.22);
  }

  .text {
    flex: 1 1 9em;
    min-inline-size: 0;
    padding-inline: 0.25em 0.75em;
  }

  .text:first-child {
    padding-inline-start: 0.75em;
  }

  p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  .status {
    font-weight: 600;
  }

  .hint {
    color: var(--_quiet);
    font-size: 0.875em;
  }

  .controls {
    display: flex;
    gap: 0.5em;
    margin-inline-start: auto;
  }

  @container (width < 28em) {
    .controls {
      flex: 1 1 100%;
      flex-wrap: wrap;
    }

    .controls button {
      flex: 1;
      padding: 0 0.5em;
      white-space: nowrap;
    }
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 2.75em;
    margin: 0;
    padding: 0 1.125em;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) - 0.25em);
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  button.mute {
    border-color: var(--_border);
    background: transparent;
    color: inherit;
  }

  button.mute[aria-pressed='true'] {
    border-color: currentcolor;
    background: var(--_color);
    color: var(--_background);
  }

  button.end {
    background: var(--_danger);
    color: var(--_on-danger);
  }

  button:hover {
    filter: brightness(1.08);
  }

  button:active {
    filter: brightness(0.92);
  }

  button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }

  button:focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
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

  .error > .icon {
    color: var(--_danger);
    margin-inline-start: 0.75em;
  }

  .meter {
    --_level: 0;
    flex: none;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 3px;
    inline-size: 2.75em;
    block-size: 2.75em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
    color: var(--_accent);
  }

  .meter i {
    inline-size: 4px;
    block-size: 1.5em;
    border-radius: 2px;
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
  .meter.connecting i {
    block-size: 4px;
    transform: none;
    animation: travel 1.2s ease-in-out infinite;
  }

  .meter.connecting i:nth-child(2) {
    animation-delay: 0.12s;
  }

  .meter.connecting i:nth-child(3) {
    animation-delay: 0.24s;
  }

  .meter.connecting i:nth-child(4) {
    animation-delay: 0.36s;
  }

  .meter.connecting i:nth-child(5) {
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

    .meter.connecting i {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    .meter {
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

    button {
      border-color: ButtonText;
    }

    button.mute[aria-pressed='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
