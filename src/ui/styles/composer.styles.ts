import { css } from 'lit';

export const styles = css`
  .composer {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 0.25em 0.5em;
    inline-size: 100%;

    .input {
      all: unset;
      box-sizing: border-box;
      flex: 1 1 8em;
      min-inline-size: 0;
      min-block-size: 2.75em;
      max-block-size: calc(5 * 1.35em + 1.4em);
      padding: 0.7em 1em;
      overflow-y: auto;
      border: 1px solid var(--_quiet);
      border-radius: 1.375em;
      background: var(--_background);
      color: var(--_color);
      font: inherit;
      /* Safari on a phone zooms the page to a field with smaller letters: https://css-tricks.com/16px-or-larger-text-prevents-ios-form-zoom/ */
      font-size: max(1em, 16px);
      line-height: 1.35;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      cursor: text;
      field-sizing: content;
    }

    .input::placeholder {
      color: var(--_quiet);
      opacity: 1;
    }

    .input:focus-visible {
      border-color: var(--_accent);
      outline: 2px solid var(--_accent);
      outline-offset: -1px;
      box-shadow: none;
    }

    .send {
      flex: none;
      inline-size: 2.75em;
      padding: 0;
    }

    /* Nothing to send yet. */
    .input:placeholder-shown + .send {
      background: var(--_soft);
      color: var(--_quiet);
    }

    .limit {
      flex: 1 0 100%;
      margin: 0;
      padding-inline: 1em;
      color: var(--_danger);
    }
  }
`;
