import type { Ear } from './ear.js';
import { isObject, type JsonObject, objectAt } from './json.js';
import type { PeerHost } from './peer-host.js';
import { Refused } from './refusal.js';
import type { Session, Sessions } from './sessions.js';

/** Which client message a handle covers, as Vertex tells it. */
interface Acknowledgement {
  readonly lastConsumedClientMessageIndex?: string;
}

/** The session that one connection holds, and the handles by which others can take it up. */
export class Resumption {
  readonly #host: PeerHost;
  readonly #sessions: Sessions<Ear>;
  #session: Session | undefined;
  #asked = false;
  /** Vertex counts the setup as message 0. */
  #messages = 0;
  /** Samples heard since the last handle. */
  #unmarked = 0;

  constructor(host: PeerHost, sessions: Sessions<Ear>) {
    this.#host = host;
    this.#sessions = sessions;
  }

  /**
   * Begins a session, or takes up the one that `setup` has a handle of; what the model had heard in that is
   * returned. Throws Refused where it cannot.
   */
  begin(setup: JsonObject): { readonly resumedFrom?: string; readonly memory?: Ear } {
    this.#asked = isObject(setup['sessionResumption']);
    const { handle } = objectAt(setup, 'sessionResumption');
    if (typeof handle !== 'string' || handle === '') {
      this.#session = this.#sessions.begin();
      return {};
    }
    const { refuseHandle } = this.#host.script;
    if (refuseHandle) throw new Refused(refuseHandle.code, refuseHandle.reason);
    const { session, memory } = this.#sessions.resume(handle);
    this.#session = session;
    return { resumedFrom: handle, memory };
  }

  /** The connection is gone: from now on others can take the session up. */
  end(): void {
    if (this.#session) this.#sessions.end(this.#session);
    this.#session = undefined;
  }

  heard(samples: number): void {
    this.#unmarked += samples;
  }

  /** A client message was taken: tells for what a handle is due now, if the script wants one at all. */
  due(): Acknowledgement | undefined {
    const { acks, handleEvery } = this.#host.script;
    this.#messages += 1;
    // The number travels as a string, as every int64 of protobuf does.
    if (acks && this.#messages % acks === 0)
      return { lastConsumedClientMessageIndex: String(this.#messages) };
    return handleEvery && this.#unmarked >= handleEvery ? {} : undefined;
  }

  /** From here on the session cannot be taken up as it is: the model speaks. */
  suspend(): void {
    if (this.#asked) this.#host.send({ sessionResumptionUpdate: { resumable: false } });
  }

  /** Gives a handle of the session as it is now. */
  offer(memory: Ear, acknowledged: Acknowledgement): void {
    if (!this.#asked || !this.#session) return;
    this.#unmarked = 0;
    const newHandle = this.#sessions.issueHandle(this.#session, memory);
    this.#host.send({ sessionResumptionUpdate: { newHandle, resumable: true, ...acknowledged } });
  }
}
