/** How often the watchdog looks, in ms. */
const TICK_MS = 100;

/** How long a socket may take nothing while speech waits for it, in ms. */
const STALL_MS = 8000;

/** The caller is told of a slow network once the socket has taken nothing for so long, in ms. */
const SLOW_MS = 1000;

/** How long a server may say nothing at all after the caller spoke, in ms: models think for half a minute. */
export const SILENCE_MS = 35_000;

/** So much voice, in ms, is something to answer; a server may well not take a cough for speech. */
const UTTERANCE_MS = 500;

/** A page whose clock stood still for so long, in ms, was frozen or slept, and its connection has not survived that. */
const SLEEP_MS = 20_000;

/** After so long a sleep, in ms, no caller expects a microphone that is still on. */
const LONG_SLEEP_MS = 120_000;

/** A resumed model that says nothing for so long after words of the caller, in ms, may be mute for good. */
const MUTE_MS = 15_000;

/** A verdict on a connection. */
export type WatchdogEvent =
  /** The connection is of no use any more; a new one may be. */
  | { readonly type: 'dead'; readonly why: string }
  /** The server hears the caller, and the model answers nothing. */
  | { readonly type: 'mute' }
  /** The page slept for too long for the call to go on. */
  | { readonly type: 'sleptTooLong' }
  | { readonly type: 'slow'; readonly slow: boolean };

/**
 * Tells a dead connection from a quiet one. A page cannot ping (https://github.com/whatwg/websockets/issues/10),
 * and a socket may look open for minutes after its network is gone. A server that merely says nothing
 * is not dead; it may be listening.
 */
export class Watchdog {
  readonly #on: (event: WatchdogEvent) => void;
  readonly #isStuck: () => boolean;
  readonly #now: () => number;
  readonly #isBusy: () => boolean;
  readonly #online = () => this.#dead('the network changed');
  readonly #timer: ReturnType<typeof setInterval>;
  /** When the page was last seen to run, and the socket to take something or to have nothing to take. */
  #lookedAt: number;
  #movedAt: number;
  /** When the caller began to speak after the server was last heard, and for how long since, in ms. */
  #spokeAt: number | undefined;
  #voicedMs = 0;
  /** When the model was first asked something that it has not answered, and last. */
  #askedAt: number | undefined;
  #askedAgainAt = 0;
  #slow = false;

  /**
   * Watches until `stop()`. `isStuck` says whether speech waits and the socket takes none. `now` in ms;
   * unlike `performance.now()` it must go on while the machine sleeps (https://github.com/w3c/hr-time/issues/115).
   * `isBusy` says whether the model waits for something itself, such as the answer of a function.
   */
  constructor(
    on: (event: WatchdogEvent) => void,
    isStuck: () => boolean,
    now: () => number = Date.now,
    isBusy: () => boolean = () => false,
  ) {
    this.#on = on;
    this.#isStuck = isStuck;
    this.#now = now;
    this.#isBusy = isBusy;
    this.#lookedAt = this.#movedAt = now();
    this.#timer = setInterval(() => this.tick(), TICK_MS);
    globalThis.addEventListener('online', this.#online);
  }

  /** The server said something, whatever it was. */
  heard(): void {
    this.#spokeAt = undefined;
    this.#voicedMs = 0;
  }

  /** The caller spoke for `ms`. */
  spoke(ms: number): void {
    this.#spokeAt ??= this.#now();
    this.#voicedMs += ms;
  }

  /** The server told words of the caller, which the model may answer. */
  asked(): void {
    this.#askedAgainAt = this.#now();
    this.#askedAt ??= this.#askedAgainAt;
  }

  /** The model said or did something. */
  answered(): void {
    this.#askedAt = undefined;
  }

  /** Looks at once; the timer does so ten times a second, less often in a hidden page. */
  tick(): void {
    const now = this.#now();
    const slept = now - this.#lookedAt;
    this.#lookedAt = now;
    if (slept > LONG_SLEEP_MS) return this.#on({ type: 'sleptTooLong' });
    if (slept > SLEEP_MS) return this.#dead('the machine slept');
    if (!this.#isStuck()) this.#movedAt = now;
    const stalled = now - this.#movedAt;
    const unanswered = now - (this.#spokeAt ?? now);
    if (stalled > STALL_MS) return this.#dead('the network stalled');
    if (unanswered > SILENCE_MS && this.#voicedMs >= UTTERANCE_MS)
      return this.#dead('the server fell silent');
    this.#tellSlow(stalled > SLOW_MS);
    if (!this.#isMute(now)) return;
    this.answered();
    this.#on({ type: 'mute' });
  }

  stop(): void {
    clearInterval(this.#timer);
    globalThis.removeEventListener('online', this.#online);
    this.#tellSlow(false);
  }

  /** A model waits until the caller is done, but callers who get no answer go on and on. */
  #isMute(now: number): boolean {
    if (this.#askedAt === undefined) return false;
    if (this.#isBusy()) this.#askedAt = this.#askedAgainAt = now;
    return now - this.#askedAgainAt > MUTE_MS || now - this.#askedAt > SILENCE_MS;
  }

  #dead(why: string): void {
    this.#on({ type: 'dead', why });
  }

  #tellSlow(slow: boolean): void {
    if (slow === this.#slow) return;
    this.#slow = slow;
    this.#on({ type: 'slow', slow });
  }
}
