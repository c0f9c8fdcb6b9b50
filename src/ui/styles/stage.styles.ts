import { css } from 'lit';

/** The stage, and the panel while it shows no captions: one large face in the middle. */
export const stage = css`
  .stage {
    flex-direction: column;
    flex-wrap: nowrap;
    justify-content: center;
    /* In a box that is too small, the upper end would be out of reach. */
    justify-content: safe center;
    container-type: size;
    /* Its height in a box that has none; any other box it fills. */
    contain-intrinsic-block-size: 16.5em;
    padding: min(1.75em, 8%);
    overflow: auto;

    .controls {
      margin-block-start: 1em;
    }

    .controls > div {
      justify-content: center;
    }

    .composer {
      margin-block-start: 0.75em;
      max-inline-size: 32em;
    }

    .head {
      --_orb: var(--live-call-orb-size, min(40cqmin, 16em));
      flex: none;
      max-inline-size: 32em;
    }
  }

  .panel:not(.talking) .head {
    --_orb: var(--live-call-orb-size, 8.25em);
    flex: 1 1 auto;
    padding: 2.75em 1em 1em;
  }

  .stage,
  .panel:not(.talking) {
    .head {
      --_swing: 0.2;
      flex-direction: column;
      justify-content: center;
      gap: 1.75em;
      text-align: center;
    }

    .text {
      flex: none;
    }

    .title {
      font-size: 1.3125em;
      letter-spacing: -0.01em;
      line-height: 1.25;
      text-align: center;
    }

    .hint {
      margin-block-start: 0.25em;
      text-align: center;
    }
  }

  /* There is room for all words; what does not show takes none. */
  :is(.stage, .panel) .away {
    display: none;
  }

  /* The end of a call stays in sight in a box that is too small for the rest, which scrolls behind it. */
  @container (height < 240px) {
    .stage .controls {
      position: sticky;
      inset-block-end: 0;
      z-index: 1;
      background: var(--_background);
    }
  }

  @media (height < 350px) {
    .panel .controls {
      position: sticky;
      inset-block-end: 0;
      z-index: 1;
      background: var(--_background);
    }
  }
`;
