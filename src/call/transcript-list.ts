import type { Source } from './ports/session.js';
import type { TranscriptItem } from './transcript.js';

/** So many characters of a call are kept, the newest, and of one item. An item counts as {@link LEAST} at least. */
const KEPT_CHARACTERS = 100_000;
const ITEM_CHARACTERS = 20_000;
const LEAST = 100;

export const noItems: readonly TranscriptItem[] = Object.freeze([]);

/** The end of a text, and no half of a character. */
export const newest = (text: string) =>
  text.length > ITEM_CHARACTERS
    ? text.slice(-ITEM_CHARACTERS).replace(/^[\uDC00-\uDFFF]/, '')
    : text;

/** What one of the two says in one go; it has an item once there is something to read. */
export interface Utterance {
  readonly speaker: TranscriptItem['speaker'];
  item?: TranscriptItem;
  sources?: readonly Source[];
}

/** The words of a call for its page: frozen items, in the order in which they were first there. */
export class TranscriptList {
  readonly #changed: (item: TranscriptItem) => void;
  readonly #now: () => number;
  #items = noItems;
  #count = 0;

  /** Calls `changed` with each item that is new or reads otherwise. `now` is in seconds. */
  constructor(changed: (item: TranscriptItem) => void, now: () => number) {
    this.#changed = changed;
    this.#now = now;
  }

  /** Another list after each change. */
  get items(): readonly TranscriptItem[] {
    return this.#items;
  }

  /** Begins with the items of the page before. */
  inherit(items: readonly TranscriptItem[]): void {
    this.#items = Object.freeze(items.map((item) => Object.freeze(item)));
    this.#count = items[items.length - 1]?.id ?? 0;
  }

  /** Gives all items away. */
  take(): readonly TranscriptItem[] {
    const { items } = this;
    this.#items = noItems;
    return items;
  }

  /** Changes the item of an utterance, or begins it where there is a text. */
  set(
    utterance: Utterance,
    said: string | undefined,
    change?: Partial<Pick<TranscriptItem, 'final' | 'interrupted'>>,
  ): void {
    const { item: before, speaker, sources } = utterance;
    const text = said === undefined ? before?.text : newest(said).trim();
    if (!text || (!change && text === before?.text)) return;
    const blank = { speaker, text, final: false, interrupted: false };
    const item: TranscriptItem = Object.freeze({
      ...(before ?? { id: ++this.#count, ...blank, at: this.#now() }),
      text,
      ...change,
      ...(sources && { sources }),
    });
    utterance.item = item;
    const items = before
      ? this.#items.map((one) => (one === before ? item : one))
      : [...this.#items, item];
    let room = KEPT_CHARACTERS;
    const last = items.findLastIndex((one) => (room -= Math.max(LEAST, one.text.length)) < 0);
    this.#items = Object.freeze(items.slice(last + 1));
    this.#changed(item);
  }
}
