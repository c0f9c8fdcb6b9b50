import type { Words } from './strings/en.js';

const rightToLeft = /[\u0590-\u08ff]/;

/** The newest of each table: the card asks with each drawing. */
const made = new WeakMap<Words, { readonly name: string; readonly words: Words }>();

/** The words with `name` in its places, or with the table's own word for it. */
export function named(words: Words, name = ''): Words {
  const before = made.get(words);
  if (before?.name === name) return before.words;
  const isForeign = rightToLeft.test(name) !== (words.dir === 'rtl');
  // Isolated, or it would turn the punctuation around it: https://www.w3.org/International/articles/inline-bidi-markup/
  const isolated = name && isForeign ? `\u2068${name}\u2069` : name;
  const now = replaced(words, (text) => {
    if (!text.includes('{name}')) return text;
    const sentence = text.replaceAll('{name}', () => isolated || words.agent);
    return name ? sentence : (sentence[0] ?? '').toLocaleUpperCase(words.lang) + sentence.slice(1);
  });
  made.set(words, { name, words: now });
  return now;
}

function replaced<T>(words: T, each: (text: string) => string): T {
  if (typeof words === 'string') return each(words) as T;
  const entries = Object.entries(words as object).map(([key, value]) => [
    key,
    replaced(value as unknown, each),
  ]);
  return Object.fromEntries(entries) as T;
}
