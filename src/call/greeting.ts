import type { Uplink } from '../connection/uplink.js';
import type { Caller } from './caller.js';

/** Sessions that may be asked: the first, and one that knows nothing of it, since servers may hang up on it. */
const MAX_ASKED = 2;

/** Has the model open the call, unless somebody has said or written something by then. */
export class Greeting {
  readonly #text: string;
  readonly #uplink: Uplink;
  readonly #caller: Caller;
  #left = MAX_ASKED;

  constructor(text: string | undefined, uplink: Uplink, caller: Caller) {
    this.#text = text?.trim() ?? '';
    this.#uplink = uplink;
    this.#caller = caller;
  }

  /** Asks for it as soon as there is a session. */
  ask(): void {
    if (!this.#text || this.#left-- <= 0) return;
    this.#uplink.first((session) => {
      if (!this.#caller.quiet) return;
      session.sendText(this.#text);
      this.#caller.wrote();
    });
  }
}
