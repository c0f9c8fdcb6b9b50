/** The locale of a BCP-47 tag, `de_AT` of Java and PHP included; undefined for what is none. */
export function localeOf(tag: unknown): Intl.Locale | undefined {
  try {
    return new Intl.Locale(String(tag).replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}

/** The direction in which a language is written. */
export function directionOf(locale: Intl.Locale): 'ltr' | 'rtl' {
  return /Arab|Hebr|Thaa|Syrc/.test(`${locale.maximize().script}`) ? 'rtl' : 'ltr';
}
