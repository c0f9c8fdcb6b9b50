/** How long a socket may take nothing while speech waits for it, in ms. */
const STALL = 8000;

/** After so long, in ms, in which the socket takes nothing, the caller is told that it goes slowly. */
const SLOW = 1000;

/** How long a server may say nothing at all after the caller spoke, in ms: models think for half a minute. */
export const SILENCE = 35_000;

/** So much voice, in ms, is something to answer; a cough is not, and a server may well not take it for speech. */
const UTTERANCE = 500;

/** A page whose clock stood still for so long, in ms, was frozen or slept, and its connection has not survived that. */
const SLEEP = 20_000;

/** Nobody who comes back after so long, in ms, expects a microphone that is still on. */
const LONG_SLEEP = 120_000;

/** What is known of a connection several times a second. */
export interface Beat {
  /** Whether speech waits and the socket takes none. */
  readonly stuck: boolean;
  /** Whether the caller speaks. */
  readonly voiced: boolean;
}

export interface PulseListener {
  /** The connection is of no use any more; a new one may be. */
  dead(why: string): void;
  /** The page slept for too long for the call to go on. */
  overslept(): void;
  slow(slow: boolean): void;
}

/**
 * Tells a dead connection from a quiet one, for browsers do not: they send no pings, and a socket may
 * look open for minutes. A server that merely says nothing is not dead; it may be listening.
 */
export class Pulse {
  readonly #now: () => number;
  readonly #listener: PulseListener;
  readonly #online = () => this.#listener.dead('the network changed');
  #seen: number;
  #moving: number;
  /** When the caller began to speak after the server was last heard, and for how long since, in ms. */
  #spoken: number | undefined;
  #voice = 0;
  #slow = false;

  /** `now` in ms; unlike `performance.now()` it must go on while the machine sleeps. */
  constructor(listener: PulseListener, now: () => number = Date.now) {
    this.#listener = listener;
    this.#now = now;
    this.#seen = this.#moving = now();
    globalThis.addEventListener('online', this.#online);
  }

  /** The server said something, whatever it was. */
  heard(): void {
    this.#spoken = undefined;
    this.#voice = 0;
  }

  /** To be called several times a second. */
  beat({ stuck, voiced }: Beat): void {
    const now = this.#now();
    const slept = now - this.#seen;
    this.#seen = now;
    if (slept > LONG_SLEEP) return this.#listener.overslept();
    if (slept > SLEEP) return this.#listener.dead('the machine slept');
    if (!stuck) this.#moving = now;
    if (voiced) {
      this.#spoken ??= now;
      this.#voice += slept;
    }
    const stalled = now - this.#moving;
    const unanswered = now - (this.#spoken ?? now);
    if (stalled > STALL) return this.#listener.dead('the network stalled');
    if (unanswered > SILENCE && this.#voice >= UTTERANCE)
      return this.#listener.dead('the server fell silent');
    this.#tellSlow(stalled > SLOW);
  }

  stop(): void {
    globalThis.removeEventListener('online', this.#online);
    this.#tellSlow(false);
  }

  #tellSlow(slow: boolean): void {
    if (slow === this.#slow) return;
    this.#slow = slow;
    this.#listener.slow(slow);
  }
}
