import type { Session } from './ports.js';

/** How many messages are kept to be sent again. */
const KEPT = 50;

/** Milliseconds that a message may be on its way to the server. */
const ON_ITS_WAY = 500;

interface Message {
  readonly at: number;
  /** When it went out last, on the clock of the page. */
  sentAt?: number;
  readonly send: (session: Session) => void;
}

/**
 * What goes to the server beside speech. Each message has its place in the speech, in samples, and goes
 * out once all speech before it has; at -1, before any.
 */
export class Outbox {
  #waiting: Message[] = [];
  /** Sent since the last moment that a resumed session can know of. */
  #uncovered: Message[] = [];

  put(at: number, send: (session: Session) => void): void {
    this.#waiting.push({ at, send });
    this.#sort();
  }

  /** Sends what has its place before the sample at `position`. What the session does not take stays first in line. */
  flush(session: Session, position: number): void {
    let message: Message | undefined;
    while ((message = this.#waiting[0]) && message.at <= position) {
      message.send(session);
      this.#waiting.shift();
      // No resumed session has a place for what was to go before any speech.
      if (message.at < 0) continue;
      message.sentAt = performance.now();
      this.#uncovered = [...this.#uncovered, message].slice(-KEPT);
    }
  }

  /** What has reached the server by now is known to a session that is resumed. */
  cover(): void {
    const arrived = performance.now() - ON_ITS_WAY;
    this.#uncovered = this.#uncovered.filter(({ sentAt = 0 }) => sentAt > arrived);
  }

  /** Puts back in its place what a resumed session cannot know of. */
  restore(): void {
    this.#waiting.unshift(...this.#uncovered);
    this.#uncovered = [];
    this.#sort();
  }

  #sort(): void {
    this.#waiting.sort((one, other) => one.at - other.at);
  }
}
