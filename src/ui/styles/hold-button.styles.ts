import { css } from 'lit';

export const styles = css`
  .hold {
    display: grid;
    inline-size: 100%;
    min-block-size: 3.5em;
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

  .hold.on {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  @media (forced-colors: active) {
    .hold.on {
      background: Highlight;
      color: HighlightText;
    }
  }
`;
