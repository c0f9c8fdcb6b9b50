/** What one call was like: times in milliseconds from its start, undefined until it happened. */
export interface CallMetrics {
  /** The microphone went on the tape: from here on nothing is missed. */
  readonly microphone?: number;
  /** The session was open and the tape began to drain. */
  readonly ready?: number;
  /** The first chunk was handed to the socket. */
  readonly firstChunk?: number;
  /** The first piece of the model's voice arrived. */
  readonly firstReply?: number;
  /** How often the session was opened anew. */
  readonly reconnects: number;
  /** What came of the server and could not be read: frames, or parts of them. */
  readonly unreadable: number;
  /** Speech that was lost, in 16 kHz samples. */
  readonly lost: number;
  /** Speech that was sent a second time, in 16 kHz samples. */
  readonly resent: number;
  /** How often the model's voice ran dry before its turn was over. */
  readonly underruns: number;
}

/** What is measured here; the ledger and the voice know the rest. */
type Measured = Omit<CallMetrics, 'lost' | 'resent' | 'underruns'>;
type Count = 'reconnects' | 'unreadable';
type Moment = Exclude<keyof Measured, Count>;

/** Times the moments of one call, and counts what happens in it; a moment that comes again keeps its first time. */
export class Stopwatch {
  readonly #start = performance.now();
  #metrics: Measured = { reconnects: 0, unreadable: 0 };

  get metrics(): Measured {
    return this.#metrics;
  }

  mark(moment: Moment): void {
    if (this.#metrics[moment] !== undefined) return;
    this.#metrics = { ...this.#metrics, [moment]: performance.now() - this.#start };
  }

  count(what: Count): void {
    this.#metrics = { ...this.#metrics, [what]: this.#metrics[what] + 1 };
  }
}
