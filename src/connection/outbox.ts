import type { Session } from '../call/ports/session.js';

/** The place of answers: the server may take no speech before it has them. */
export const BEFORE_SPEECH = -1;

/** A text, an answer or the end of the audio: it goes to the server in its place in the speech. */
export interface Message {
  /** It goes out once all speech before this sample has; at {@link BEFORE_SPEECH}, before any. */
  position: number;
  /** The text, where it is one. */
  readonly text?: string | undefined;
  /** Whether it was sent before. */
  again?: boolean;
  readonly send: (session: Session) => void;
}

/** A text as a message that calls `sent` whenever it goes out; `again`, if not for the first time. */
export function textMessage(
  text: { readonly position: number; readonly text: string; readonly again: boolean },
  sent: (again: boolean) => void,
): Message {
  const message = {
    ...text,
    send(session: Session) {
      session.sendText(text.text);
      sent(message.again);
      message.again = true;
    },
  };
  return message;
}

/** The messages that wait, in the order of their places. */
export class Outbox {
  #waiting: Message[] = [];

  put(message: Message): void {
    this.#waiting.push(message);
    this.#sort();
  }

  /**
   * Sends the messages up to the sample at `position`; returns whether all of them went out. A message that
   * `send` does not take, or for which it throws, stays first in line.
   */
  flush(position: number, send: (message: Message) => boolean): boolean {
    let message: Message | undefined;
    while ((message = this.#waiting[0]) && message.position <= position) {
      if (!send(message)) return false;
      this.#waiting.shift();
    }
    return true;
  }

  /** Puts messages back to be sent again, each ahead of those that wait in its place. */
  restore(messages: readonly Message[]): void {
    this.#waiting.unshift(...messages);
    this.#sort();
  }

  /** Moves messages that wait for speech after `position`, since none will come. */
  clampTo(position: number): void {
    for (const message of this.#waiting) message.position = Math.min(message.position, position);
  }

  /** Takes out the messages that `which` names, and returns them. */
  remove(which: (message: Message) => boolean): Message[] {
    const removed = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((message) => !removed.includes(message));
    return removed;
  }

  #sort(): void {
    this.#waiting.sort((one, other) => one.position - other.position);
  }
}
