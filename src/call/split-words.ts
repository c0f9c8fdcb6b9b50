/** Thai, Lao, Burmese, Khmer, Japanese and Chinese put no spaces between words. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]/;

/** Cuts a text into its words, each with the spaces around it; joined, they are the text again. */
export function splitWords(text: string): string[] {
  const spaced = text.match(/\s*\S+\s*|\s+/g) ?? [];
  return spaced.flatMap((word) => (UNSPACED.test(word) ? segment(word) : word));
}

function segment(text: string): string[] {
  // Firefox has it since 125; a character at a time will do:
  // https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Intl/Segmenter
  const { Segmenter } = Intl as Partial<typeof Intl>;
  if (!Segmenter) return text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
  const words: string[] = [];
  for (const part of new Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    // A sign belongs to the word before it.
    if (part.isWordLike || !words.length) words.push(part.segment);
    else words.push(words.pop()! + part.segment);
  }
  return words;
}
