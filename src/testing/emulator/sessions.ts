import type { Clock } from './clock.js';
import { Refused } from './refusal.js';

/** A handle lives this long after the last connection of its session. */
const HANDLE_LIFETIME = 2 * 60 * 60_000;

/** A conversation; it outlives the connections it is held over. */
export interface Session {
  readonly id: number;
  /** Whether a connection holds it now. */
  connected: boolean;
  /** When its handles die, in ms since the epoch. */
  expires: number;
}

interface Bookmark<Memory> {
  readonly session: Session;
  /** The memory of the model when the handle was issued. */
  readonly memory: Memory;
}

/** The sessions that can be resumed, by handle. */
export class Sessions<Memory> {
  readonly #clock: Clock;
  readonly #bookmarks = new Map<string, Bookmark<Memory>>();
  #begun = 0;
  #issued = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(): Session {
    this.#begun += 1;
    return { id: this.#begun, connected: true, expires: Infinity };
  }

  /** A handle that brings the session back as it is now. */
  issueHandle(session: Session, memory: Memory): string {
    for (const [handle, old] of this.#bookmarks)
      if (this.#clock.now() >= old.session.expires) this.#bookmarks.delete(handle);
    this.#issued += 1;
    const handle = `handle-${session.id}-${this.#issued}-${Math.random().toString(36).slice(2)}`;
    this.#bookmarks.set(handle, { session, memory });
    return handle;
  }

  /**
   * Takes a session up again. Throws Refused for a handle that is unknown or past its two hours, and for a
   * session that another connection still holds: Google lets nobody make before break.
   */
  resume(handle: string): Bookmark<Memory> {
    const bookmark = this.#bookmarks.get(handle);
    if (!bookmark) throw new Refused(1008, 'BidiGenerateContent session not found.');
    const { session } = bookmark;
    if (session.connected) throw new Refused(1011, 'Internal error encountered.');
    if (this.#clock.now() >= session.expires)
      throw new Refused(1008, 'BidiGenerateContent session expired.');
    session.connected = true;
    session.expires = Infinity;
    return bookmark;
  }

  end(session: Session): void {
    session.connected = false;
    session.expires = this.#clock.now() + HANDLE_LIFETIME;
  }
}
