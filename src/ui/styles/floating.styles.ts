import { css } from 'lit';

/** Launcher, panel, pill. */
export const floating = css`
  .launcher,
  .pill {
    --_orb: 2.75em;
    inline-size: auto;
    flex-wrap: nowrap;
    gap: 0.5em;
    padding: 0.375em;
    border-radius: 2em;
    box-shadow: var(--_shadow);
  }

  .open {
    gap: 0.75em;
    padding: 0;
    padding-inline-end: 0.875em;
    border-radius: 2em;
  }

  .pill .open {
    padding-inline-end: 0.25em;
  }

  .pill .time {
    min-inline-size: 2.6em;
  }

  /* Large letters may leave no room for one row. */
  .pill {
    flex-wrap: wrap;
    justify-content: end;
  }

  .panel {
    flex-direction: column;
    flex-wrap: nowrap;
    align-items: stretch;
    inline-size: min(var(--live-call-panel-width, 23.75em), 100vw - 2 * var(--_side));
    block-size: min(var(--live-call-panel-height, 35em), 100dvh - 2 * var(--_offset));
    padding: 0.875em;
    box-shadow: var(--_shadow);
    overflow: auto;
    transform-origin: 50% 100%;
    animation: grow 240ms cubic-bezier(0.2, 0.8, 0.2, 1);
  }

  :host([placement^='top']) .panel {
    transform-origin: 50% 0;
  }

  [part='collapse'] {
    position: absolute;
    inset-block-start: 0.875em;
    inset-inline-end: 0.875em;
    z-index: 1;
  }

  .panel.talking .head {
    flex: none;
    min-block-size: 2.75em;
    padding-inline-end: 3.25em;
  }

  .panel .controls,
  .stage .controls {
    flex: none;
  }

  .panel:not(.in-call) .controls > div {
    flex-direction: column;
    align-items: stretch;
  }

  .panel.in-call .controls .danger {
    margin-inline-start: auto;
  }

  @keyframes grow {
    from {
      opacity: 0;
      transform: scale(0.95);
    }
  }

  @media (width < 30em) {
    .panel {
      inline-size: 100%;
      block-size: min(30em, 100dvh - 2em - var(--_keyboard, 0px));
      padding-block-end: calc(0.875em + env(safe-area-inset-bottom, 0px));
      border-width: 1px 0 0;
      border-radius: var(--_radius) var(--_radius) 0 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .panel {
      animation: none;
    }
  }
`;
