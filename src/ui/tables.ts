import { compose } from './compose.js';
import { directionOf, localeOf } from './locale.js';
import { en, type Strings, type Table, type Words } from './strings/en.js';
import { languages } from './strings/languages.js';

/** How long a card that nobody has seen yet waits for its words, in ms. */
const PATIENCE_MS = 300;

/** By a registered symbol, so that the file of a language works in a page and in an app, before this code or after. */
const key: unique symbol = Symbol.for('live-call.words') as never;

/** The tables that came in files. */
const files = ((globalThis as { [key]?: Table[] })[key] ??= []);
const registered: Table[] = [];

/** The files that were asked for; undefined once one is here, or will never be. */
const asked = new Map<string, 'coming' | 'late' | undefined>();
let load: ((lang: string) => Promise<unknown>) | undefined;

/** Everybody who shows words. */
export const readers = new Set<() => void>();

/** Has everybody look for their words again. */
export function look(): void {
  for (const reader of readers) reader();
}

// Each copy of this code on the page hears of each file.
const { push } = files;
// Not by assignment, which throws where a page has frozen Array.prototype, as SES does.
Object.defineProperty(files, 'push', {
  configurable: true,
  value: (...tables: Table[]) => {
    const length = push.apply(files, tables);
    look();
    return length;
  },
});

/** Adds words to a language, or a language; those of the page count for more than those of a file. */
export function registerStrings(lang: string, strings: Strings): void {
  const locale = localeOf(lang);
  if (!locale) return;
  registered.push({ dir: directionOf(locale), ...strings, lang: String(locale) });
  look();
}

/** Has the file of a language loaded by `loader` when it is needed. */
export function loadLanguages(loader: (lang: string) => Promise<unknown>): void {
  load = loader;
  look();
}

const allTables = (): readonly Table[] => [en, ...files, ...registered];

/**
 * The languages that there are for a reader of `wanted`, the best one last: that of the same region, and before it
 * the general ones. Words in another script are for other readers.
 */
export function languagesFor(wanted: string): readonly string[] {
  const reader = localeOf(wanted)?.maximize();
  if (!reader) return [];
  const fit = (lang: string) => {
    // Locales are slow, and most languages are out by their names.
    const words = lang.split('-')[0] === reader.language && localeOf(lang)?.maximize();
    if (!words || words.script !== reader.script) return 0;
    return words.region === reader.region ? 1 : 1 / lang.length;
  };
  const known = [...languages, ...allTables().map(({ lang }) => lang)];
  return known.filter(fit).sort((one, other) => fit(one) - fit(other));
}

/** The words for a reader of `wanted`; a general language completes that of a region, and English all. */
export function wordsFor(wanted: string): Words {
  let words: Words = en;
  for (const lang of ['en', ...languagesFor(wanted)]) {
    for (const table of allTables()) if (table.lang === lang) words = compose(words, table);
  }
  return words;
}

/** Whether the file for a reader of `wanted` is still to come, or late. It is loaded once. */
export function awaited(wanted: string): 'coming' | 'late' | undefined {
  const lang = languagesFor(wanted).findLast((lang) => languages.includes(lang));
  if (!lang || !load || isHere(lang)) return undefined;
  if (!asked.has(lang)) void fetchWords(lang, load);
  return asked.get(lang);
}

const isHere = (lang: string) => files.some((table) => table.lang === lang);

async function fetchWords(lang: string, load: (lang: string) => Promise<unknown>): Promise<void> {
  asked.set(lang, 'coming');
  const timer = setTimeout(() => {
    asked.set(lang, 'late');
    look();
  }, PATIENCE_MS);
  const failure: unknown = await load(lang).catch((error: unknown) => error);
  clearTimeout(timer);
  asked.set(lang, undefined);
  if (isHere(lang)) return;
  console.warn?.(`live-call: lang/${lang}.js did not load.`, failure);
  look();
}
