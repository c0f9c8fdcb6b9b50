/** Counts what was sent and may not have arrived, in samples. The Live API does not acknowledge what it hears. */
export class UnconfirmedSamples {
  /** Sent on this connection since the server last showed a sign of life. */
  #unanswered = 0;
  /** In doubt since a connection was lost, and to be sent again. */
  #doubtful = 0;
  /** In doubt for ever. */
  #gone = 0;
  /** What is still to be sent again, the doubtful last of all. */
  #again = 0;

  get samples(): number {
    return this.#unanswered + this.#doubtful + this.#gone;
  }

  sent(samples: number): void {
    this.#unanswered += samples;
  }

  resent(samples: number): void {
    this.#again -= samples;
    this.#doubtful = Math.min(this.#doubtful, this.#again);
    this.#unanswered += samples;
  }

  signOfLife(): void {
    this.#unanswered = 0;
  }

  /** The connection is lost; the last `again` samples sent so far will be sent again. */
  disconnected(again: number): void {
    const inDoubt = this.#unanswered + this.#doubtful;
    this.#doubtful = Math.min(inDoubt, again);
    this.#gone += inDoubt - this.#doubtful;
    this.#again = again;
    this.#unanswered = 0;
  }
}
