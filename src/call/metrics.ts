/** Timings of one call, in milliseconds from its start; undefined until it happened. */
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
}

type Moment = Exclude<keyof CallMetrics, 'reconnects'>;

/** Times the moments of one call; a moment that comes again keeps its first time. */
export class Stopwatch {
  readonly #start = performance.now();
  #metrics: CallMetrics = { reconnects: 0 };

  get metrics(): CallMetrics {
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
