import { SILENCE_MS } from './watchdog.js';

/**
 * Everything sent stays here for so long, in ms, to be sent again: longer than a server may say nothing,
 * or the question that it never heard would be lost.
 */
const KEEP_MS = SILENCE_MS + 5000;

/** Something sent may be in flight for so long, in ms; until it arrives the server knows nothing of it. */
export const IN_FLIGHT_MS = 500;

interface Entry<T> {
  readonly what: T;
  /** Its size in the socket. */
  readonly bytes: number;
  /** On the clock of the page, in ms. */
  readonly sentAt: number;
}

/** Everything sent on one connection that the session of the next one may not know of, oldest first. */
export class RetransmitBuffer<T> {
  readonly #entries: Entry<T>[] = [];

  add(what: T, bytes: number): void {
    this.#entries.push({ what, bytes, sentAt: performance.now() });
    this.#keep(KEEP_MS, 0);
  }

  /** A resumed session knows everything that has arrived by now. The socket holds `buffered` bytes. */
  cover(buffered: number): void {
    this.#keep(IN_FLIGHT_MS, buffered);
  }

  /** Everything that was not sent too long ago. */
  all(): T[] {
    this.#keep(KEEP_MS, 0);
    return this.#entries.map(({ what }) => what);
  }

  /** Everything of which the socket, holding `buffered` bytes, still has at least a part. */
  unsent(buffered: number): T[] {
    return this.#entries.slice(this.#firstUnsent(buffered)).map(({ what }) => what);
  }

  /** Everything that was sent less than `ms` ago. */
  since(ms: number): T[] {
    const oldest = performance.now() - ms;
    return this.#entries.filter(({ sentAt }) => sentAt > oldest).map(({ what }) => what);
  }

  /** The newest entry. */
  get last(): Entry<T> | undefined {
    return this.#entries[this.#entries.length - 1];
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
