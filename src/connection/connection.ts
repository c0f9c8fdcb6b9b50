import { asCallError, CallError, type ErrorCode } from '../call/errors.js';
import type { Session, SessionEvent } from '../call/ports/session.js';
import type { ConnectionEvent, ConnectionOptions, Opened } from './connection-ports.js';
import { GoAwayHandOver } from './go-away.js';
import { Memory } from './memory.js';
import { FIRST_OPEN, Retry } from './retry.js';
import { Watchdog, type WatchdogEvent } from './watchdog.js';

export type { ConnectionEvent };

/** The codes by which a server says that it does not have the session of a handle any more. */
const refusals: ReadonlySet<ErrorCode> = new Set(['session-refused', 'session-invalid']);

/** How often a server may fail to resume a session before the call goes on with a new one. */
const FAILURES = 4;

/** After so many sessions in a row that ended with `session-invalid`, what the server cannot take may be in its memory. */
const INVALID = 2;

/** A session that came of a hand-over so few ms ago is not handed over in a hurry. */
const SETTLED_MS = 10_000;

const lost = (detail: string) => new CallError('session-lost', { detail });

/** One conversation with the model, over as many sessions as it takes. Runs in a page or in a Worker. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #on: (event: ConnectionEvent) => void;
  readonly #life = new AbortController();
  readonly #retry = new Retry();
  readonly memory = new Memory();
  /** When a session was handed over, on the clock of the page, in ms. */
  #handedOverAt = -Infinity;
  /** How many sessions in a row ended with `session-invalid` after they were set up. */
  #invalid = 0;
  /** Whether the session in use was resumed, and whether the model has answered since one fell mute. */
  #resumed = false;
  #answers = true;
  /** The loss of a session that was open and not in use yet. */
  #lostUnused: CallError | undefined;
  #watchdog: Watchdog | undefined;
  #goAway: GoAwayHandOver | undefined;

  /** Everything it does ends when `signal` aborts. */
  constructor(
    options: ConnectionOptions,
    on: (event: ConnectionEvent) => void,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#on = on;
    signal.addEventListener('abort', () => this.close(), { signal: this.#life.signal });
  }

  /** Lets go of the session, or of the search for one. */
  close(): void {
    this.#life.abort();
    this.memory.forget();
    this.closed();
  }

  /**
   * Opens the first session, and waits for `taped`, too: neither is of use without the other. A failure
   * that may pass is tried again for some seconds, since the caller speaks already. Rejects with a CallError.
   */
  async open(taped: Promise<void>): Promise<Session> {
    const retry = new Retry(FIRST_OPEN);
    retry.lost();
    taped.then(
      () => retry.lost(),
      () => {},
    );
    for (;;) {
      try {
        return await this.#dial(taped);
      } catch (cause) {
        if (!(cause instanceof CallError)) throw cause;
        if (!cause.retryable && cause !== this.#lostUnused) throw cause;
        // The caller may take longer to allow the microphone than a session lasts.
        await taped;
        if (!(await this.#mayRetry(cause, retry))) throw cause;
        // Nothing was said yet, so a new session knows as much.
        this.memory.forget();
      }
    }
  }

  /**
   * Opens the next session, and tries again and again; at once where there is no `loss`, since the server
   * announced the end of the last one. Rejects with a CallError once nothing can bring a session back.
   */
  async reopen(loss: CallError | undefined, taped: Promise<void>): Promise<Opened> {
    if (this.#retry.lost()) this.#invalid = 0;
    const reason = loss ?? lost('the server said goAway');
    if (reason.code === 'session-invalid' && ++this.#invalid >= INVALID) {
      if (this.#invalid > INVALID) throw reason;
      this.memory.forget();
    }
    let latest = reason;
    let failures = 0;
    let planned = !loss;
    if (planned) this.#handedOverAt = performance.now();
    const { signal } = this.#life;
    const mayDial = () => (planned ? this.#retry.handOver(signal) : this.#mayRetry(latest));
    const mayPass = () => latest.retryable || (latest === reason && this.#invalid > 0);
    while (mayPass() && (await mayDial())) {
      planned = false;
      const handle = this.memory.handle;
      try {
        return await this.#resume(taped);
      } catch (cause) {
        latest = asCallError(cause, 'session-lost');
        // Whatever turn such a session began, it does not end.
        this.#on({ type: 'turnComplete' });
      }
      if (latest.code === 'session-failed') failures += 1;
      if (handle === undefined || !(refusals.has(latest.code) || failures === FAILURES)) continue;
      // The session cannot be resumed, but a new one can be had: the call goes on, the model forgets.
      this.memory.forget();
      latest = reason;
    }
    throw latest;
  }

  /** Something that was sent is to blame for the last losses, and goes out no more. */
  excuse(): void {
    this.#retry.renew();
    this.memory.excuse();
    this.#invalid = 0;
  }

  /** A session is in use: it is watched from here on. */
  opened(): void {
    this.#retry.opened();
    const { isStuck, isBusy } = this.#options;
    this.#watchdog = new Watchdog((event) => this.#judge(event), isStuck, Date.now, isBusy);
  }

  /** The session is not in use any more. */
  closed(): void {
    this.#watchdog?.stop();
    this.#goAway?.cancel();
    this.#watchdog = this.#goAway = undefined;
  }

  /** The caller spoke for `ms`. */
  spoke(ms: number): void {
    this.#watchdog?.spoke(ms);
  }

  #mayRetry({ retryAfter }: CallError, retry = this.#retry): Promise<boolean> {
    return retry.next(this.#life.signal, retryAfter * 1000);
  }

  /** Resumes the session of the handle; without one, opens a new session and tells it what was said. */
  async #resume(taped: Promise<void>): Promise<Opened> {
    const contextLost = this.memory.handle === undefined;
    this.#resumed = !contextLost;
    const session = await this.#dial(taped);
    if (contextLost) this.memory.tell(session, this.#options.history());
    return { session, contextLost };
  }

  /** Rejects, too, with the loss of a session that is open and not in use yet. */
  #dial(taped: Promise<void>): Promise<Session> {
    const { openSession, tools } = this.#options;
    return new Promise((resolve, reject) => {
      const lostUnused = (error: CallError) => {
        this.closed();
        this.#lostUnused = error;
        reject(error);
        opening.then((session) => session.close()).catch(() => {});
      };
      const opening = openSession(
        { handle: this.memory.handle, tools: tools(), signal: this.#life.signal },
        (event) => this.#hear(event, lostUnused),
      );
      Promise.all([opening, taped]).then(([session]) => resolve(session), reject);
    });
  }

  #hear(event: SessionEvent, lostUnused: (error: CallError) => void): void {
    switch (event.type) {
      case 'resumable':
        return this.#resumable(event.handle);
      case 'goAway':
        this.#goAway ??= new GoAwayHandOver(
          () =>
            this.#watchdog
              ? this.#on({ type: 'handOver' })
              : lostUnused(lost('the server said goAway')),
          performance.now() - this.#handedOverAt < SETTLED_MS,
          this.#options.isBusy,
        );
        return this.#goAway.within(event.timeLeft);
      case 'lost':
        if (!this.#watchdog) return lostUnused(event.error);
        // A socket that has not survived a sleep may say so before the page's own clock does.
        this.#watchdog.tick();
        return this.#life.signal.aborted ? undefined : this.#lost(event);
      case 'frame':
        this.#watchdog?.heard();
        return this.#on(event);
      default:
        this.#follow(event);
        return this.#on(event);
    }
  }

  /** A server that has said goAway does not hang up because of something that was sent. */
  #lost({ type, error, byServer = false }: Extract<SessionEvent, { readonly type: 'lost' }>): void {
    const blames = byServer && !this.#goAway;
    if (blames) this.memory.hungUp();
    this.#on({ type, error, byServer: blames });
  }

  /** Follows who speaks. Only a resumed session can gain by being replaced, and only once. */
  #follow(event: SessionEvent): void {
    const isCaller = event.type === 'transcription' && event.speaker === 'caller';
    if (isCaller) {
      if (this.#resumed && this.#answers) this.#watchdog?.asked();
    } else if (event.type !== 'unreadable') {
      this.#answers = true;
      this.#watchdog?.answered();
    }
  }

  #resumable(handle: string): void {
    if (!this.memory.keep(handle)) return;
    this.#on({ type: 'covered' });
    // A session that is not in use yet gains nothing by it.
    if (this.#watchdog && !this.#options.isBusy()) this.#goAway?.resumableWhole();
  }

  #judge(event: WatchdogEvent): void {
    switch (event.type) {
      case 'mute':
        // Something in what it remembers keeps it from answering: a new session is told the words.
        this.memory.forget();
        this.#answers = false;
        return this.#on({ type: 'lost', error: lost('the resumed model answers nothing') });
      case 'dead':
        return this.#on({ type: 'lost', error: lost(event.why) });
      case 'sleptTooLong':
        return this.#on({ type: 'failed', error: lost('the machine slept') });
      case 'slow':
        return this.#on(event);
    }
  }
}
