import { css } from 'lit';

/** The box of the element, and the colours of everything in it. */
export const host = css`
  :host {
    --_accent: var(--live-call-accent, light-dark(#15171c, #f2f3f5));
    --_on-accent: var(--live-call-on-accent, light-dark(#ffffff, #15171c));
    --_background: var(--live-call-background, light-dark(#ffffff, #1b1d22));
    --_color: var(--live-call-color, light-dark(#15171c, #f2f3f5));
    --_quiet: var(--live-call-quiet, light-dark(#5b606b, #a6abb6));
    --_border: var(--live-call-border, light-dark(#dcdee2, #3b3e45));
    --_danger: var(--live-call-danger, light-dark(#b3201d, #ff9d96));
    --_on-danger: var(--live-call-on-danger, light-dark(#ffffff, #3a1412));
    --_soft: color-mix(in srgb, var(--_color) 7%, var(--_background));
    --_radius: var(--live-call-radius, 1.625em);
    --_shadow: var(
      --live-call-shadow,
      0 1px 2px rgb(15 18 25 / 0.08),
      0 0.75em 2em -0.5em rgb(15 18 25 / 0.3)
    );
    --_offset: var(--live-call-offset, 1.25em);
    --_orb: var(--live-call-orb-size, 2.75em);
    display: block;
    max-width: max(35em, 420px);
    /* The line around the card has no height and no indent of its own, whatever the page sets. */
    line-height: 0 !important;
    text-indent: 0 !important;
    writing-mode: horizontal-tb !important;
  }

  :host([hidden]) {
    display: none !important;
  }

  :host([variant='stage']) {
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    block-size: 100%;
    max-width: none;
  }

  /* In the window, whatever the page says: it goes into the top layer as well. */
  :host([variant='floating']) {
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
    inline-size: max-content !important;
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

  /* A phone: the panel is a sheet that rises from the lower edge, above the keyboard. */
  @media (width < 30em) {
    :host([variant='floating'][open]) {
      --_top: auto;
      --_bottom: var(--_keyboard, 0px);
      --_start: 0px;
      --_end: 0px;
      inline-size: auto !important;
      max-inline-size: none !important;
    }
  }
`;
