import { css } from 'lit';

export const styles = css`
  .hold {
    flex: 1 1 auto;
    display: inline-grid;
    background: var(--_accent);
    color: var(--_on-accent);
    /* A finger that rests on it neither scrolls, selects nor opens a menu. */
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }

  .hold > span {
    grid-area: 1 / 1;
  }

  .hold .away {
    visibility: hidden;
  }

  .panel .hold {
    flex-basis: 100%;
    min-block-size: 3.5em;
    border-radius: 1.75em;
  }

  .hold.on {
    box-shadow: 0 0 0 0.375em color-mix(in srgb, var(--_accent) 22%, transparent);
  }

  @media (forced-colors: active) {
    .hold.on {
      background: Highlight;
      color: HighlightText;
    }
  }
`;
