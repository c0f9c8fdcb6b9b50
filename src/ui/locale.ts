/** The locale of a BCP-47 tag, `de_AT` of Java and PHP included; undefined for what is none. */
export function localeOf(tag: unknown): Intl.Locale | undefined {
  try {
    return new Intl.Locale(String(tag).replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}

/**
 * How well words in the language `lang` serve a reader of `wanted`: 1 where they are of the same region, 0
 * where the language or the script is another. Among those of other regions, the most general serve best.
 */
export function fit(wanted: string, lang: string): number {
  const [reader, words] = [wanted, lang].map((tag) => localeOf(tag)?.maximize());
  if (!reader || reader.language !== words?.language || reader.script !== words.script) return 0;
  return reader.region === words.region ? 1 : 1 / lang.length;
}

/** The direction in which a language is written. */
export function directionOf(locale: Intl.Locale): 'ltr' | 'rtl' {
  return /Arab|Hebr|Syrc|Thaa|Nkoo|Adlm/.test(`${locale.maximize().script}`) ? 'rtl' : 'ltr';
}
