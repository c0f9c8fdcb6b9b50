import { CallError, type ErrorCode } from '../../src/call/errors.js';
import type {
  OpenSession,
  Session,
  SessionEvent,
  ToolResponse,
} from '../../src/call/ports/session.js';
import type { Account, Wire } from './account.js';
import type { Live } from './live.js';

/** For how long chunks are on their way to the server, in ms. */
const ON_ITS_WAY = 500;

/** A dial that waits for an answer, and then the session that came of it. */
interface Line {
  readonly on: (event: SessionEvent) => void;
  readonly handle: string | undefined;
  readonly account: Account;
  readonly resolve: (session: Session) => void;
  readonly reject: (error: unknown) => void;
  readonly hangUp: () => void;
  wire?: Wire;
}

/** The other end of {@link OpenSession}, in a test's hands. */
export class FakeServer {
  /** Whether the socket takes nothing. */
  stuck = false;
  /** Ids of the calls of functions that were answered, in order. */
  readonly answered: string[] = [];
  readonly #live: Live;
  readonly #account: () => Account;
  readonly #bookmarks = new Map<string, number>();
  #line: Line | undefined;
  #called = 0;

  /** `account` gives the one of the call that dials. */
  constructor(live: Live, account: () => Account) {
    this.#live = live;
    this.#account = account;
  }

  readonly open: OpenSession = ({ handle, signal }, on) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const release = this.#live.take('sockets');
      const hangUp = () => {
        release();
        if (this.#line === line) this.#line = undefined;
      };
      const line: Line = { on, handle, account: this.#account(), resolve, reject, hangUp };
      this.#line = line;
      signal.addEventListener('abort', () => {
        hangUp();
        reject(signal.reason);
      });
    });

  /** Tells the open session, if there is one. */
  get tell(): ((event: SessionEvent) => void) | undefined {
    return this.#line?.wire && this.#line.on;
  }

  /** Says `setupComplete` to whoever waits for it. */
  complete(): void {
    const line = this.#line;
    if (!line || line.wire) return;
    line.wire = line.account.wire(this.#bookmarks.get(line.handle ?? ''));
    line.resolve(this.#session(line, line.wire));
  }

  /** Hangs up before the session is open. */
  refuse(code: ErrorCode): void {
    const line = this.#line;
    if (!line || line.wire) return;
    line.hangUp();
    line.reject(new CallError(code, { detail: 'by the server' }));
  }

  /** Hangs up on an open session. */
  lose(code: ErrorCode): void {
    const line = this.#line;
    if (!line?.wire) return;
    line.hangUp();
    line.on({ type: 'lost', error: new CallError(code, { detail: 'by the server' }) });
  }

  /** Gives a handle, and remembers what it knew by then; the last chunks were still on their way to it. */
  offerHandle(): void {
    const line = this.#line;
    if (!line?.wire) return;
    const handle = `handle ${this.#bookmarks.size}`;
    this.#bookmarks.set(handle, line.account.knownSince(ON_ITS_WAY));
    line.on({ type: 'resumable', handle });
  }

  /** Calls a function; `blocking` while the server takes no input until it is answered. */
  callTool(name: string, blocking: boolean): void {
    const id = `call ${++this.#called}`;
    this.tell?.({ type: 'toolCall', id, name, args: {}, blocking });
  }

  /** Waits no longer for the newest call. */
  cancelTool(): void {
    this.tell?.({ type: 'toolCancel', ids: [`call ${this.#called}`] });
  }

  #session(line: Line, wire: Wire): Session {
    const checked = (act: () => void) => {
      if (this.#line !== line)
        throw new CallError('session-lost', { detail: 'the socket is not open' });
      act();
    };
    const stuck = () => this.stuck;
    return {
      get bufferedAmount() {
        return stuck() ? 1e6 : 0;
      },
      sendAudio: (samples) => checked(() => wire.take(samples)),
      endAudio: () => checked(() => {}),
      sendText: () => checked(() => {}),
      sendToolResponse: ({ id }: ToolResponse) => checked(() => void this.answered.push(id)),
      sendHistory: () => checked(() => {}),
      close: () => line.hangUp(),
    };
  }
}
