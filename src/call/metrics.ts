/** Measurements of one call: times in milliseconds from its start, undefined until it happened. */
export interface CallMetrics {
  /** The microphone was wired to the tape: from here on nothing is missed. */
  readonly microphone?: number;
  /** The session was open and the tape began to drain. */
  readonly ready?: number;
  /** The first chunk was handed to the socket. */
  readonly firstChunk?: number;
  /** The first piece of the model's voice arrived. */
  readonly firstReply?: number;
  /** The call ended: hung up, lost or failed. */
  readonly ended?: number;
  /** How often another session was opened, after a loss or for a hand-over. */
  readonly reconnects: number;
  /** Frames of the server, or parts of them, that could not be read. */
  readonly unreadable: number;
  /** Speech that was lost, in 16 kHz samples. */
  readonly lost: number;
  /** Speech that was sent a second time, in 16 kHz samples. */
  readonly resent: number;
  /** How often the model's voice ran dry before its turn was over. */
  readonly underruns: number;
}

/** The metrics before any call. */
export const noMetrics: CallMetrics = {
  reconnects: 0,
  unreadable: 0,
  lost: 0,
  resent: 0,
  underruns: 0,
};

/** The stopwatch measures these; the ledger and the downlink know the rest. */
type Measured = Omit<CallMetrics, 'lost' | 'resent' | 'underruns'>;
type Count = 'reconnects' | 'unreadable';
type Moment = Exclude<keyof Measured, Count>;

/** Times the moments of one call, and counts its incidents; a moment that comes again keeps its first time. */
export class Stopwatch {
  readonly #start = performance.now();
  /** When the first session of the call opened on a page before, in ms from the start of the call on this one. */
  #before: number | undefined;
  #metrics: Measured = { reconnects: 0, unreadable: 0 };

  get metrics(): Measured {
    return this.#metrics;
  }

  /** How long the call has lasted from its first session on, in seconds; undefined before. */
  get seconds(): number | undefined {
    const { ready, ended = performance.now() - this.#start } = this.#metrics;
    const began = this.#before ?? ready;
    return began === undefined ? undefined : (ended - began) / 1000;
  }

  /** The call began on a page before, at `time` in ms of `Date.now()`. */
  began(time: number): void {
    this.#before = performance.now() - this.#start + Math.min(0, time - Date.now());
  }

  mark(moment: Moment): void {
    if (this.#metrics[moment] !== undefined) return;
    this.#metrics = { ...this.#metrics, [moment]: performance.now() - this.#start };
  }

  count(what: Count): void {
    this.#metrics = { ...this.#metrics, [what]: this.#metrics[what] + 1 };
  }
}
