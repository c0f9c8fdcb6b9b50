import { isChunk, type Item } from './item.js';
import { BEFORE_SPEECH } from './outbox.js';

/** So much speech goes along to the next page, the newest, in chunks: 30 s, as much as the tape holds by itself. */
export const MAX_CARRIED_CHUNKS = 1500;

/**
 * Something on its way to the server, for the call that goes on on the next page: a text, speech as mono 16-bit
 * PCM at 16 kHz, or, with neither, the end of the audio.
 */
export interface CarriedItem {
  /** Whether it was sent before. */
  readonly again: boolean;
  readonly text?: string | undefined;
  readonly pcm?: Int16Array | undefined;
}

const positionOf = (item: Item) => (isChunk(item) ? item.index : item.position);

/** `items` in the order in which they go out; of the chunks, those in `again` were sent before. */
export function toCarried(items: readonly Item[], again: readonly Item[]): CarriedItem[] {
  return [...items]
    .sort((one, other) => positionOf(one) - positionOf(other))
    .map((item) =>
      isChunk(item)
        ? { again: again.includes(item), pcm: item.samples }
        : { again: item.again ?? false, text: item.text },
    );
}

/** The position of the item number `at` of `count`: after the answers, before the first sample of this page. */
export function placeOf(at: number, count: number): number {
  return BEFORE_SPEECH + (at + 1) / (count + 1);
}
