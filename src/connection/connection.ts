import { Departure } from './go-away.js';
import { asCallError, CallError, type ErrorCode } from '../call/errors.js';
import type { OpenSession, Session, SessionListener } from '../call/ports/session.js';
import { Pulse, type Beat } from './watchdog.js';
import { Retry } from './retry.js';
import { ON_ITS_WAY } from './retransmit-buffer.js';
import type { Tools } from '../call/tools.js';
import { Transcript } from '../call/transcript.js';

/** How a server says that it does not have the session of a handle any more. */
const refusals: ReadonlySet<ErrorCode> = new Set(['session-refused', 'session-invalid']);

/** How often a server may fail to take a session up again before the call goes on with a new one. */
const FAILURES = 4;

/** What a call hears of its conversation; the link itself deals with handles, goAways, losses and words. */
export interface ConnectionListener extends Omit<
  SessionListener,
  'resumable' | 'goAway' | 'lost' | 'transcribed'
> {
  /** What has reached the server by now is known to a session that is taken up again. */
  covered(): void;
  /** An open session is lost, or given up because it is of no use. */
  lost(error: CallError): void;
  /** The call cannot go on. */
  failed(error: CallError): void;
  /** The network is too slow for what is said. */
  slow(slow: boolean): void;
}

export interface ConnectionOptions {
  readonly openSession: OpenSession;
  readonly tools: Tools;
  /** Whether the model speaks or waits for an answer, so that a hand-over would break something off. */
  readonly busy: () => boolean;
}

/** One conversation with the model, over as many connections as it takes. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #life = new AbortController();
  readonly #retry = new Retry();
  readonly #transcript = new Transcript();
  /** Of the newest moment to which the session can be brought back. */
  #handle: string | undefined;
  /** When a new session was told of the old one, on the clock of the page, in ms. */
  #recalledAt = -Infinity;
  #pulse: Pulse | undefined;
  #departure: Departure | undefined;

  /** Everything it does ends when `signal` aborts. */
  constructor(options: ConnectionOptions, listener: ConnectionListener, signal: AbortSignal) {
    this.#options = options;
    this.#listener = listener;
    signal.addEventListener('abort', () => this.close(), { signal: this.#life.signal });
  }

  /** Lets go of the session, or of the search for one. */
  close(): void {
    this.#life.abort();
    this.#rest();
  }

  /**
   * Opens the first session, and waits for `taped`, too: neither is of use without the other. A caller
   * may take longer to allow the microphone than a session lasts. Rejects with a CallError.
   */
  async dial(taped: Promise<void>): Promise<Session> {
    let unused: CallError | undefined;
    try {
      return await this.#dial(taped, (error) => (unused = error));
    } catch (error) {
      if (!unused) throw error;
      await taped;
      return (await this.redial(unused, taped)).session;
    }
  }

  /**
   * Dials again, and again, until there is a session. `forgotten`: the old one could not be had back, so
   * this one knows no more than what it was told of the transcript. Rejects with a CallError once nothing
   * can bring a session back, or it was tried too often.
   */
  async redial(
    lost: CallError,
    taped: Promise<void>,
  ): Promise<{ session: Session; forgotten: boolean }> {
    this.#retry.lost();
    this.#transcript.endTurn();
    let reason = lost;
    let failures = 0;
    while (
      reason.retryable &&
      (await this.#retry.next(this.#life.signal, reason.retryAfter * 1000))
    ) {
      const handle = this.#handle;
      try {
        const session = await this.#dial(taped);
        const forgotten = handle === undefined;
        if (forgotten) this.#recall(session);
        return { session, forgotten };
      } catch (cause) {
        reason = asCallError(cause, 'session-lost');
        // What such a session began to say, it does not end.
        this.#listener.turnComplete();
      }
      if (reason.code === 'session-failed') failures += 1;
      if (handle === undefined || !(refusals.has(reason.code) || failures === FAILURES)) continue;
      // The session cannot be had back, but a new one can: the call goes on, the model forgets.
      this.#handle = undefined;
      reason = lost;
    }
    throw reason;
  }

  /** The caller has written something, of which a new session shall know. */
  remember(text: string): void {
    this.#transcript.write(text);
  }

  /** A session is in use: it is watched from here on. */
  opened(): void {
    this.#retry.opened();
    this.#pulse = new Pulse({
      dead: (why) => this.#giveUp(why),
      overslept: () =>
        this.#listener.failed(new CallError('session-lost', { detail: 'the machine slept' })),
      slow: (slow) => this.#listener.slow(slow),
    });
  }

  /** The session is not in use any more. */
  closed(): void {
    this.#rest();
  }

  /** To be called several times a second while a session is in use. */
  beat(beat: Beat): void {
    this.#pulse?.beat(beat);
  }

  /** `unused` is told why a session was lost that was open and not in use yet. */
  #dial(taped: Promise<void>, unused?: (error: CallError) => void): Promise<Session> {
    const { openSession, tools } = this.#options;
    return new Promise((resolve, reject) => {
      const declarations = [...tools.values()].map(({ declaration }) => declaration);
      const early = (error: CallError) => {
        unused?.(error);
        reject(error);
        opening.then((session) => session.close()).catch(() => {});
      };
      const listener = this.#sessionListener(early);
      const opening = openSession(listener, this.#life.signal, this.#handle, declarations);
      Promise.all([opening, taped]).then(([session]) => resolve(session), reject);
    });
  }

  /** Tells a session of what was said in the one before. */
  #recall(session: Session): void {
    const { recent } = this.#transcript;
    session.recall(recent);
    this.#recalledAt = recent.length > 0 ? performance.now() : -Infinity;
  }

  /** `early` takes a loss that comes before the session is in use. */
  #sessionListener(early: (error: CallError) => void): SessionListener {
    const listener = this.#listener;
    const lost = (error: Error) => {
      const reason = asCallError(error, 'session-lost');
      if (!this.#pulse) {
        this.#rest();
        return early(reason);
      }
      // A socket that has not survived a sleep may say so before the page's own clock does.
      this.#pulse.beat({ stuck: false, voiced: false });
      if (!this.#life.signal.aborted) listener.lost(reason);
    };
    return {
      ...listener,
      frame: () => {
        this.#pulse?.heard();
        listener.frame();
      },
      transcribed: (speaker, text) => this.#transcript.add(speaker, text),
      interrupted: () => {
        this.#transcript.endTurn();
        listener.interrupted();
      },
      turnComplete: () => {
        this.#transcript.endTurn();
        listener.turnComplete();
      },
      resumable: (handle) => {
        // One that comes right behind what the session was told does not know of it yet.
        if (performance.now() - this.#recalledAt < ON_ITS_WAY) return;
        this.#handle = handle;
        listener.covered();
        if (!this.#options.busy()) this.#departure?.now();
      },
      goAway: (seconds) => {
        this.#departure ??= new Departure(() =>
          lost(new CallError('session-lost', { detail: 'the server said goAway' })),
        );
        this.#departure.within(seconds);
      },
      lost,
    };
  }

  /** Leaves a connection before it ends by itself. */
  #giveUp(why: string): void {
    this.#listener.lost(new CallError('session-lost', { detail: why }));
  }

  #rest(): void {
    this.#pulse?.stop();
    this.#departure?.cancel();
    this.#pulse = this.#departure = undefined;
  }
}
