import type { Session } from '../call/ports/session.js';

/** Something that goes to the server beside speech. */
export interface Message {
  /** Its place in the speech, in samples: it goes out once all speech before that has; at -1, before any. */
  readonly at: number;
  readonly send: (session: Session) => void;
}

/** The messages that wait, in the order of their places. */
export class Outbox {
  #waiting: Message[] = [];

  put(message: Message): void {
    this.#waiting.push(message);
    this.#sort();
  }

  /** Takes out what has its place before the sample at `position`. What `send` throws for stays first in line. */
  flush(position: number, send: (message: Message) => void): void {
    let message: Message | undefined;
    while ((message = this.#waiting[0]) && message.at <= position) {
      send(message);
      this.#waiting.shift();
    }
  }

  /** Puts back in their places what is to go out again, ahead of what waits there. */
  restore(messages: readonly Message[]): void {
    this.#waiting.unshift(...messages);
    this.#sort();
  }

  /** There is no speech after `position`. */
  pullBack(position: number): void {
    const nearer = ({ at, send }: Message) => ({ at: Math.min(at, position), send });
    this.#waiting = this.#waiting.map(nearer);
  }

  /** Nobody waits for answers any more. */
  dropAnswers(): void {
    this.#waiting = this.#waiting.filter(({ at }) => at >= 0);
  }

  #sort(): void {
    this.#waiting.sort((one, other) => one.at - other.at);
  }
}
