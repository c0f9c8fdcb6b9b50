import { expect } from '@open-wc/testing';
import { en, type Table } from '../../src/ui/strings/en.js';
import { languages } from '../../src/ui/strings/languages.js';

type Texts = ReadonlyMap<string, string>;

/** All texts of a table by their keys: `errors.mic-denied.text`. */
function textsOf(table: object, before = ''): Texts {
  return new Map(
    Object.entries(table).flatMap(([key, value]) =>
      typeof value === 'object'
        ? [...textsOf(value as object, `${before}${key}.`)]
        : [[`${before}${key}`, String(value)] as const],
    ),
  );
}

const english = textsOf(en);

const placeholders = (text: string | undefined) =>
  text
    ?.match(/\{\w*\}/g)
    ?.sort()
    .join() ?? '';

const letters = (text: string) => [...new Intl.Segmenter().segment(text)].length;

/** The room that the card has for a text beside the English one. */
const room = (text: string) => Math.max(1.6 * letters(text), letters(text) + 12);

describe('the languages', () => {
  it('have a file each', () => {
    expect(languages).to.include('de').and.not.include('en');
  });

  for (const lang of languages) {
    describe(`the table ${lang}`, () => {
      let texts: Texts;
      before(async () => {
        const path = `../../src/ui/strings/${lang}.js`;
        const [table, ...others] = Object.values((await import(path)) as Record<string, Table>);
        expect(others).to.deep.equal([]);
        texts = textsOf(table!);
      });

      it('has every key, and no other', () => {
        expect([...english.keys()].filter((key) => !texts.has(key))).to.deep.equal([]);
        expect([...texts.keys()].filter((key) => !english.has(key))).to.deep.equal([]);
      });

      it('has a text for each, without blanks around it', () => {
        const bad = [...texts].filter(([, text]) => !text || text !== text.trim());
        expect(bad).to.deep.equal([]);
      });

      it('has the placeholders of the English texts', () => {
        const bad = [...english].filter(
          ([key, text]) => placeholders(text) !== placeholders(texts.get(key)),
        );
        expect(bad.map(([key]) => `${key}: ${texts.get(key)}`)).to.deep.equal([]);
      });

      it('has no text that is much longer than the English one', () => {
        const bad = [...english].filter(
          ([key, text]) => letters(texts.get(key) ?? '') > room(text),
        );
        expect(bad.map(([key, text]) => `${key}: ${text} | ${texts.get(key)}`)).to.deep.equal([]);
      });

      it('tells its language, which is the name of its file, and its direction', () => {
        expect(texts.get('lang')).to.equal(lang);
        expect(Intl.getCanonicalLocales(lang)).to.deep.equal([lang]);
        const isRightToLeft = /Arab|Hebr/.test(`${new Intl.Locale(lang).maximize().script}`);
        expect(texts.get('dir')).to.equal(isRightToLeft ? 'rtl' : 'ltr');
      });
    });
  }
});
