import type { Session } from './ports.js';
import { SILENCE } from './pulse.js';

/**
 * How long what was sent is kept to be sent again, in ms: for longer than a server may say nothing,
 * or the question it never heard would be lost.
 */
export const KEPT = SILENCE + 5000;

/** Milliseconds that a message may be on its way to the server. */
const ON_ITS_WAY = 500;

interface Message {
  readonly at: number;
  readonly send: (session: Session) => void;
}

interface SentMessage extends Message {
  /** On the clock of the page. */
  readonly sentAt: number;
}

/**
 * What goes to the server beside speech. Each message has its place in the speech, in samples, and goes
 * out once all speech before it has; at -1, before any.
 */
export class Outbox {
  #waiting: Message[] = [];
  /** Sent since the last moment that a resumed session can know of. */
  #uncovered: SentMessage[] = [];

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
      this.#uncovered.push({ ...message, sentAt: performance.now() });
      this.#forget(KEPT);
    }
  }

  /** What has reached the server by now is known to a session that is resumed. */
  cover(): void {
    this.#forget(ON_ITS_WAY);
  }

  /** Puts back in its place what a resumed session cannot know of. */
  restore(): void {
    this.#forget(KEPT);
    this.#waiting.unshift(...this.#uncovered);
    this.#uncovered = [];
    this.#sort();
  }

  /** Nobody waits for answers any more. */
  dropAnswers(): void {
    this.#waiting = this.#waiting.filter(({ at }) => at >= 0);
  }

  /** Keeps of what was sent only the last so many ms. */
  #forget(kept: number): void {
    const oldest = performance.now() - kept;
    this.#uncovered = this.#uncovered.filter(({ sentAt }) => sentAt > oldest);
  }

  #sort(): void {
    this.#waiting.sort((one, other) => one.at - other.at);
  }
}
