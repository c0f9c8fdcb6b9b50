/** How long a socket may take nothing while speech waits for it, in ms. */
const STALL = 8000;

/** A page whose clock stood still for so long, in ms, was frozen or slept, and its connection has not survived that. */
const SLEEP = 20_000;

/**
 * Tells a dead connection from a quiet one, for browsers do not: they send no pings, and a socket may
 * look open for minutes. A server that merely says nothing is not dead; it may be listening.
 */
export class Pulse {
  readonly #now: () => number;
  readonly #ondead: (why: string) => void;
  readonly #online = () => this.#ondead('the network changed');
  #seen: number;
  #moving: number;

  /** `now` in ms; unlike `performance.now()` it must go on while the machine sleeps. */
  constructor(ondead: (why: string) => void, now: () => number = Date.now) {
    this.#ondead = ondead;
    this.#now = now;
    this.#seen = this.#moving = now();
    globalThis.addEventListener('online', this.#online);
  }

  /** To be called several times a second: `stuck` while speech waits and the socket takes none. */
  beat(stuck: boolean): void {
    const now = this.#now();
    const slept = now - this.#seen > SLEEP;
    this.#seen = now;
    if (!stuck || slept) this.#moving = now;
    if (slept) this.#ondead('the machine slept');
    else if (now - this.#moving > STALL) this.#ondead('the network stalled');
  }

  stop(): void {
    globalThis.removeEventListener('online', this.#online);
  }
}
