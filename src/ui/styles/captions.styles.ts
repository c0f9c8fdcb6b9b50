import { css } from 'lit';

/** One markup, three looks: lines under a bar, bubbles in a panel, two large lines on a stage. */
export const styles = css`
  /* Turned around, a box that is scrolled to its end stays there while it grows. */
  .captions {
    position: relative;
    display: flex;
    flex-direction: column-reverse;
    box-sizing: border-box;
    inline-size: 100%;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    font-size: var(--live-call-caption-size, 1em);
    line-height: 1.5;
  }

  .captions dl,
  .captions dd {
    margin: 0;
  }

  /* The caller may type lines. */
  .captions dd[dir] {
    white-space: pre-line;
  }

  .captions dt,
  .note,
  .sources {
    color: var(--_quiet);
  }

  .note,
  .sources {
    font-size: 0.875em;
  }

  .cut::after {
    content: '—';
  }

  .sources a {
    display: inline-block;
    margin-inline-end: 0.75em;
    color: inherit;
    line-height: 1.75;
  }

  .lines {
    flex: 1 1 9em;
    min-inline-size: 0;
    max-block-size: 5.5em;
    padding: 0.5em 0.375em;
  }

  .row {
    flex: 1 0 100%;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    min-inline-size: 0;
    max-inline-size: 100%;
    gap: 0.5em;
    border-block-start: 1px solid var(--_border);
  }

  .lines dl {
    display: grid;
    grid-template-columns: fit-content(8em) 1fr;
    column-gap: 0.875em;
  }

  .lines dl > div {
    display: contents;
  }

  .lines dd {
    grid-column: 2;
  }

  .talk {
    flex: 1 1 0;
    padding-block: 0.5em;
  }

  .talk dl {
    display: grid;
    gap: 0.5em;
  }

  .talk dl > div {
    justify-self: start;
    max-inline-size: 88%;
  }

  .talk .caller {
    justify-self: end;
  }

  :is(.talk, .large) > * > dl dt {
    position: absolute;
    clip-path: inset(50%);
  }

  .talk dd:not(.sources) {
    padding: 0.5em 0.875em;
    border: 1px solid transparent;
    border-radius: 1.125em;
    border-end-start-radius: 0.25em;
    background: var(--_soft);
  }

  .talk .caller dd {
    border-end-start-radius: 1.125em;
    border-end-end-radius: 0.25em;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .talk .note {
    padding: 0.5em 0.25em 0;
  }

  .large {
    flex: none;
    max-inline-size: 32em;
    max-block-size: 3em;
    font-size: calc(1.375 * var(--live-call-caption-size, 1em));
    text-align: center;
  }
`;
