import { css } from 'lit';

/** The face and the voice in it: only transforms move, which the compositor does alone. */
export const face = css`
  /*
   * There after 160 ms, and over long after: Chromium does the last 40 ms of each transition on the page's own thread,
   * unless the next one comes first:
   * https://chromium.googlesource.com/chromium/src/+/main/third_party/blink/renderer/core/animation/document_timeline.cc
   */
  .meter,
  .wave {
    --_level: 0;
    transition: transform 1s linear(0, 1 16%, 1);
    will-change: transform;
  }

  .face {
    flex: none;
    position: relative;
    display: grid;
    inline-size: var(--_orb);
    block-size: var(--_orb);
    font-style: normal;
  }

  .orb,
  .meter,
  .icon,
  ::slotted([slot='avatar']) {
    grid-area: 1 / 1;
  }

  .orb,
  .meter,
  ::slotted([slot='avatar']) {
    box-sizing: border-box;
    inline-size: var(--_orb) !important;
    block-size: var(--_orb) !important;
    border-radius: 50%;
    object-fit: cover;
  }

  /* No filter: it would be drawn anew with each frame of a movement, where there is no GPU by the page's own CPU. */
  .orb {
    display: block;
    background:
      radial-gradient(circle at 50% 50%, rgb(255 255 255 / 0.55), transparent 45%),
      conic-gradient(
        from 210deg,
        var(--live-call-orb-1, #6f5bff),
        var(--live-call-orb-2, #21b6d7) 28%,
        var(--live-call-orb-2, #7de2c3) 45%,
        var(--live-call-orb-2, #ffd58a) 60%,
        var(--live-call-orb-1, #ff8d7a) 74%,
        var(--live-call-orb-1, #6f5bff)
      );
  }

  .resting .orb {
    opacity: 0.5;
  }

  .meter {
    background: color-mix(in srgb, var(--live-call-orb-1, #5b6cff) 20%, transparent);
    transform: scale(calc(1 + var(--_swing, 0.36) * var(--_level)));
  }

  .speaking .meter {
    background: color-mix(in srgb, var(--live-call-orb-1, #5b6cff) 34%, transparent);
  }

  .waiting .orb {
    animation: turn 2.4s linear infinite;
  }

  .thinking .orb {
    animation: breathe 1.6s ease-in-out infinite;
  }

  .sign {
    place-items: center;
    font-size: calc(var(--_orb) / 2.75);
    inline-size: 2.75em;
    block-size: 2.75em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--_danger) 9%, var(--_background));
    color: var(--_danger);
  }

  /* Bars in one box, so that one transform moves them all. */
  .wave {
    inline-size: 1.6875em;
    block-size: 1.5em;
    background:
      linear-gradient(currentcolor, currentcolor) 0 50% / 3px 34%,
      linear-gradient(currentcolor, currentcolor) 25% 50% / 3px 68%,
      linear-gradient(currentcolor, currentcolor) 50% 50% / 3px 100%,
      linear-gradient(currentcolor, currentcolor) 75% 50% / 3px 60%,
      linear-gradient(currentcolor, currentcolor) 100% 50% / 3px 30%;
    background-repeat: no-repeat;
    transform: scaleY(calc(0.16 + 0.84 * var(--_level)));
  }

  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  @keyframes breathe {
    50% {
      transform: scale(0.88);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .meter,
    .wave {
      transition: none;
    }

    .face .orb {
      animation: none;
    }
  }

  @media (forced-colors: active) {
    .orb,
    .sign {
      border: 2px solid CanvasText;
    }

    .orb {
      background: Canvas;
    }

    .meter,
    .speaking .orb {
      background: Highlight;
      forced-color-adjust: none;
    }

    .resting .orb {
      border-style: dotted;
    }

    .wave {
      color: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
