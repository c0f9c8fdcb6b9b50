import { SILENCE } from './watchdog.js';

/**
 * How long what was sent is kept to be sent again, in ms: for longer than a server may say nothing, or
 * the question that it never heard would be lost.
 */
const KEPT = SILENCE + 5000;

/** Ms for which something may be on its way to a server, which then knows nothing of it. */
export const ON_ITS_WAY = 500;

interface Entry<T> {
  readonly what: T;
  /** By how much it filled the socket. */
  readonly bytes: number;
  /** On the clock of the page, in ms. */
  readonly sentAt: number;
}

/** What went out on one connection that a session which takes its place may not know of, oldest first. */
export class RetransmitBuffer<T> {
  readonly #entries: Entry<T>[] = [];

  add(what: T, bytes: number): void {
    this.#entries.push({ what, bytes, sentAt: performance.now() });
    this.#keep(KEPT, 0);
  }

  /** A session that is resumed knows what has arrived by now. The socket holds `buffered` bytes. */
  cover(buffered: number): void {
    this.#keep(ON_ITS_WAY, buffered);
  }

  /** All of it, but for what was sent too long ago. */
  all(): T[] {
    this.#keep(KEPT, 0);
    return this.#entries.map(({ what }) => what);
  }

  /** That of which the socket, holding `buffered` bytes, still has at least a part. */
  unsent(buffered: number): T[] {
    return this.#entries.slice(this.#firstUnsent(buffered)).map(({ what }) => what);
  }

  #keep(ms: number, buffered: number): void {
    const unsent = this.#firstUnsent(buffered);
    const oldest = performance.now() - ms;
    let first = 0;
    while (first < unsent && this.#entries[first]!.sentAt <= oldest) first++;
    this.#entries.splice(0, first);
  }

  #firstUnsent(buffered: number): number {
    let first = this.#entries.length;
    while (first > 0 && buffered > 0) buffered -= this.#entries[--first]!.bytes;
    return first;
  }
}
