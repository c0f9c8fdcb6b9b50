import { asCallError, CallError, type ErrorCode } from '../call/errors.js';
import type {
  OpenSession,
  Session,
  SessionEvent,
  ToolDeclaration,
  TranscriptEntry,
} from '../call/ports/session.js';
import { GoAwayHandOver } from './go-away.js';
import { IN_FLIGHT_MS } from './retransmit-buffer.js';
import { FIRST_OPEN, Retry } from './retry.js';
import { Watchdog, type WatchdogEvent } from './watchdog.js';

/** The codes by which a server says that it does not have the session of a handle any more. */
const refusals: ReadonlySet<ErrorCode> = new Set(['session-refused', 'session-invalid']);

/** How often a server may fail to resume a session before the call goes on with a new one. */
const FAILURES = 4;

/** A session that came of a hand-over less than so long ago, in ms, is not handed over in a hurry. */
const SETTLED_MS = 10_000;

/** The events of the session that are not the connection's own, and its own news. */
export type ConnectionEvent =
  | Exclude<SessionEvent, { readonly type: 'resumable' | 'goAway' }>
  /** Everything that has reached the server by now is known to a resumed session. */
  | { readonly type: 'covered' }
  /** The open session shall be replaced, as planned. */
  | { readonly type: 'handOver' }
  /** The call cannot go on. */
  | { readonly type: 'failed'; readonly error: CallError }
  /** Whether the network is too slow for the speech. */
  | { readonly type: 'slow'; readonly slow: boolean };

export interface ConnectionOptions {
  readonly openSession: OpenSession;
  /** The functions that the model may call, as of now. */
  readonly tools: () => readonly ToolDeclaration[];
  /** The words of the conversation so far, for a session that knows nothing of it. */
  readonly history: () => readonly TranscriptEntry[];
  /** Whether the model speaks or waits for an answer, so that a hand-over would break something off. */
  readonly isBusy: () => boolean;
  /** Whether speech waits and the socket takes none. */
  readonly isStuck: () => boolean;
}

const goingAway = () => new CallError('session-lost', { detail: 'the server said goAway' });

/** An open session; `contextLost` if it knows no more of the call than the history. */
export interface Opened {
  readonly session: Session;
  readonly contextLost: boolean;
}

/** One conversation with the model, over as many sessions as it takes. Runs in a page or in a Worker. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #on: (event: ConnectionEvent) => void;
  readonly #life = new AbortController();
  readonly #retry = new Retry();
  /** Resumes the session as of the newest moment that the server has kept. */
  #handle: string | undefined;
  /** When a new session was sent the history, and when one was handed over, on the clock of the page, in ms. */
  #historySentAt = -Infinity;
  #handedOverAt = -Infinity;
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
    this.#handle = undefined;
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
        if (!(cause instanceof CallError && cause.retryable)) throw cause;
        // The caller may take longer to allow the microphone than a session lasts.
        await taped;
        if (!(await this.#mayRetry(cause, retry))) throw cause;
        // Nothing was said yet, so a new session knows as much.
        this.#handle = undefined;
      }
    }
  }

  /**
   * Opens the next session, and tries again and again; at once where there is no error, because the
   * server announced the end of the last one. Rejects with a CallError once nothing can bring a session
   * back, or the tries are used up.
   */
  async reopen(lost: CallError | undefined, taped: Promise<void>): Promise<Opened> {
    this.#retry.lost();
    const reason = lost ?? goingAway();
    let latest = reason;
    let failures = 0;
    let atOnce = !lost && !this.#handedOverJustNow;
    if (!lost) this.#handedOverAt = performance.now();
    while (latest.retryable && (atOnce || (await this.#mayRetry(latest)))) {
      atOnce = false;
      const handle = this.#handle;
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
      this.#handle = undefined;
      latest = reason;
    }
    throw latest;
  }

  /** A session is in use: it is watched from here on. */
  opened(): void {
    this.#retry.opened();
    this.#watchdog = new Watchdog((event) => this.#judge(event), this.#options.isStuck);
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

  get #handedOverJustNow(): boolean {
    return performance.now() - this.#handedOverAt < SETTLED_MS;
  }

  #mayRetry({ retryAfter }: CallError, retry = this.#retry): Promise<boolean> {
    return retry.next(this.#life.signal, retryAfter * 1000);
  }

  /** Opens a session by the handle; without one, opens a new session and tells it what was said. */
  async #resume(taped: Promise<void>): Promise<Opened> {
    const contextLost = this.#handle === undefined;
    const session = await this.#dial(taped);
    if (!contextLost) return { session, contextLost };
    try {
      const history = this.#options.history();
      session.sendHistory(history);
      this.#historySentAt = history.length > 0 ? performance.now() : -Infinity;
    } catch (error) {
      session.close();
      throw error;
    }
    return { session, contextLost };
  }

  /** Rejects, too, with the loss of a session that is open and not in use yet. */
  #dial(taped: Promise<void>): Promise<Session> {
    const { openSession, tools } = this.#options;
    return new Promise((resolve, reject) => {
      const lostUnused = (error: CallError) => {
        this.closed();
        reject(error);
        opening.then((session) => session.close()).catch(() => {});
      };
      const opening = openSession(
        { handle: this.#handle, tools: tools(), signal: this.#life.signal },
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
          () => (this.#watchdog ? this.#on({ type: 'handOver' }) : lostUnused(goingAway())),
          this.#handedOverJustNow,
        );
        return this.#goAway.within(event.timeLeft ?? 0);
      case 'lost':
        if (!this.#watchdog) return lostUnused(event.error);
        // A socket that has not survived a sleep may say so before the page's own clock does.
        this.#watchdog.tick();
        return this.#life.signal.aborted ? undefined : this.#on(event);
      case 'frame':
        this.#watchdog?.heard();
        return this.#on(event);
      default:
        return this.#on(event);
    }
  }

  #resumable(handle: string): void {
    // A handle right behind the history does not know of that yet.
    if (performance.now() - this.#historySentAt < IN_FLIGHT_MS) return;
    this.#handle = handle;
    this.#on({ type: 'covered' });
    if (!this.#options.isBusy()) this.#goAway?.resumableWhole();
  }

  #judge(event: WatchdogEvent): void {
    switch (event.type) {
      case 'dead':
        return this.#on({
          type: 'lost',
          error: new CallError('session-lost', { detail: event.why }),
        });
      case 'sleptTooLong':
        return this.#on({
          type: 'failed',
          error: new CallError('session-lost', { detail: 'the machine slept' }),
        });
      case 'slow':
        return this.#on(event);
    }
  }
}
