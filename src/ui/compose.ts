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

/** The words of `table`, or those of `others` in their places, each changed; only a text is a word. */
export function compose<T>(table: T, others?: unknown, change = (text: string) => text): T {
  if (typeof table === 'string') return change(typeof others === 'string' ? others : table) as T;
  const entries = Object.entries(table as object).map(([key, words]) => [
    key,
    compose(words as unknown, (others as Record<string, unknown> | undefined)?.[key], change),
  ]);
  return Object.fromEntries(entries) as T;
}
