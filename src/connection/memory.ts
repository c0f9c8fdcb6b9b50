import type { Session, TranscriptEntry } from '../call/ports/session.js';
import { IN_FLIGHT_MS } from './retransmit-buffer.js';
import { HUNG_UP_MS } from './suspects.js';

/** What the server remembers of the call: a session that a handle resumes, or the history that it was told. */
export class Memory {
  /** Resumes the session as of the newest moment that the server has kept. */
  #handle: string | undefined;
  /** When a new session was sent the history, on the clock of the page, in ms. */
  #toldAt = -Infinity;
  /** How many servers hung up right after they were told. */
  #hungUp = 0;

  get handle(): string | undefined {
    return this.#handle;
  }

  /** The next session is a new one. */
  forget(): void {
    this.#handle = undefined;
  }

  /** Takes a newer handle; returns whether it is of use. */
  keep(handle: string): boolean {
    // A handle right behind the history does not know of that yet.
    if (performance.now() - this.#toldAt < IN_FLIGHT_MS) return false;
    this.#handle = handle;
    return true;
  }

  /** The server hung up, perhaps because of something in the history. */
  hungUp(): void {
    if (performance.now() - this.#toldAt < HUNG_UP_MS) this.#hungUp += 1;
  }

  /** It was something else on which the servers hung up. */
  excuse(): void {
    this.#hungUp = 0;
  }

  /** Tells a new session what was said, unless two servers hung up on it, or closes the session. */
  tell(session: Session, words: readonly TranscriptEntry[]): void {
    const history = this.#hungUp < 2 ? words : [];
    try {
      session.sendHistory(history);
      this.#toldAt = history.length > 0 ? performance.now() : -Infinity;
    } catch (error) {
      session.close();
      throw error;
    }
  }
}
