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
  /** Speech that was lost, in 16 kHz samples. */
  readonly lost: number;
  /** Speech that was sent a second time, in 16 kHz samples. */
  readonly resent: number;
}

/** What a clock knows of a call; the ledger knows the rest. */
type Timings = Omit<CallMetrics, 'lost' | 'resent'>;
type Moment = Exclude<keyof Timings, 'reconnects'>;

/** Times the moments of one call; a moment that comes again keeps its first time. */
export class Stopwatch {
  readonly #start = performance.now();
  #metrics: Timings = { reconnects: 0 };

  get metrics(): Timings {
    return this.#metrics;
  }

  mark(moment: Moment): void {
    if (this.#metrics[moment] !== undefined) return;
    this.#metrics = { ...this.#metrics, [moment]: performance.now() - this.#start };
  }

  reconnected(): void {
    this.#metrics = { ...this.#metrics, reconnects: this.#metrics.reconnects + 1 };
  }
}
