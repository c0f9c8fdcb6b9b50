/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

/** Where the browser cannot find words: a few characters, with the marks on them. Firefox has it since 125. */
const FEW = /(?:\P{M}\p{M}*){1,3}|\p{M}+/gsu;

/** Cuts a text into its words, each with the spaces around it; joined, they are the text again. */
export function splitWords(text: string): string[] {
  const spaced = text.match(/\s*\S+\s*|\s+/g) ?? [];
  return spaced.flatMap((word) => (UNSPACED.test(word) ? segment(word) : [word]));
}

function segment(text: string): string[] {
  // Old browsers have none: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Intl/Segmenter
  const { Segmenter } = Intl as Partial<typeof Intl>;
  if (!Segmenter) return text.match(FEW) ?? [];
  const words: string[] = [];
  for (const part of new Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    // A sign belongs to the word before it.
    if (part.isWordLike || words.length === 0) words.push(part.segment);
    else words[words.length - 1] += part.segment;
  }
  return words;
}
