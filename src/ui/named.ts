import { compose } from './compose.js';
import type { Words } from './strings/en.js';

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Puts `values` in the places of their names in `text`. One that runs the other way is isolated, or it would
 * turn the punctuation around it: https://www.w3.org/International/articles/inline-bidi-markup/
 */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name] ?? place;
    return rightToLeft.test(value) === rightToLeft.test(text) ? value : `\u2068${value}\u2069`;
  });
}

/** The words with `name` in its places, or with the table's own word for it. */
export function named(words: Words, name: unknown = ''): Words {
  const given = String(name).trim();
  return compose(words, undefined, (text) => {
    const sentence = fill(text, { name: given || words.agent });
    if (given || !text.startsWith('{name}')) return sentence;
    return sentence.charAt(0).toLocaleUpperCase(words.lang) + sentence.slice(1);
  });
}
