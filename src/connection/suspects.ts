import { isChunk, isText, type Item } from './item.js';
import type { RetransmitBuffer } from './retransmit-buffer.js';

/**
 * How much an item is to blame for the end of a connection on which it had just been sent. A server that
 * hangs up with a code may well mean the item; a network that breaks hardly does, and yet a server may
 * crash on an item each time.
 */
export const blame = { planned: 0, network: 1, server: 4 } as const;
export type Blame = (typeof blame)[keyof typeof blame];

/** An item goes out no more after this: two servers hung up on it, eight networks broke, or four on a text. */
const TOO_MUCH = 2 * blame.server;

/** A server hangs up on words or an answer within so long, in ms, since it thinks about them first, and on speech within less. */
export const HUNG_UP_MS = 10_000;
const SPEECH_MS = 2000;

/** The line stays quiet for so long, in ms, before and after a text that is tried. */
const TRIAL_MS = 1000;

/**
 * Finds out on what a server hangs up, or the item would be sent over each connection and end them all.
 * A text is suspected before speech is, since it can be tried: it goes alone the second time, so that its
 * neighbours are not blamed. Speech is too much for that: the last of it is suspected, and given up with the
 * second connection; all that went again is suspected only once connections go on ending.
 */
export class Suspects {
  readonly #blame = new WeakMap<Item, number>();

  /** The connection that took the items in `sent` is over. */
  judge(sent: RetransmitBuffer<Item>, why: Blame): void {
    const texts = sent.since(HUNG_UP_MS).filter(isText);
    const tried = texts.filter((text) => this.#isTried(text)).slice(-1);
    const speech = sent.since(SPEECH_MS).filter(isChunk);
    const suspected = speech.filter((chunk) => this.#isSuspected(chunk));
    for (const item of [tried, texts, suspected].find(({ length }) => length > 0) ?? speech) {
      const twice = why === blame.network && isText(item);
      this.#blame.set(item, this.#of(item) + why * (twice ? 2 : 1));
    }
  }

  /** For how long `item` has to wait behind the last one in `sent`, in ms, because one of them is tried. */
  trial(item: Item, { last }: RetransmitBuffer<Item>): number {
    if (!last || !(this.#isTried(item) || this.#isTried(last.what))) return 0;
    return Math.max(0, last.sentAt + TRIAL_MS - performance.now());
  }

  isGuilty(item: Item): boolean {
    return this.#of(item) >= TOO_MUCH;
  }

  #isTried(item: Item): boolean {
    return isText(item) && this.#isSuspected(item);
  }

  #isSuspected(item: Item): boolean {
    return this.#of(item) >= blame.server;
  }

  #of(item: Item): number {
    return this.#blame.get(item) ?? 0;
  }
}
