/**
 * Counts samples that were sent and may not have arrived: TCP's "unacknowledged". The Live API does not
 * acknowledge the audio that it hears.
 */
export class UnconfirmedSamples {
  /** Sent on this connection since the server last showed a sign of life. */
  #unanswered = 0;
  /** Lost connections left these in doubt, and they will be sent again. */
  #toConfirm = 0;
  /** Lost connections left these in doubt for ever. */
  #inDoubt = 0;
  /** Samples still to be sent again, those in doubt last. */
  #toResend = 0;

  get samples(): number {
    return this.#unanswered + this.#toConfirm + this.#inDoubt;
  }

  sent(samples: number): void {
    this.#unanswered += samples;
  }

  resent(samples: number): void {
    this.#toResend -= samples;
    this.#toConfirm = Math.min(this.#toConfirm, this.#toResend);
    this.#unanswered += samples;
  }

  /** Of the samples still to be sent again, so many are not and count as sent no more. */
  gaveUp(samples: number): void {
    this.#toResend -= samples;
    this.#toConfirm = Math.min(this.#toConfirm, this.#toResend);
  }

  signOfLife(): void {
    this.#unanswered = 0;
  }

  /** The connection is lost; the last `again` samples sent so far will be sent again. */
  disconnected(again: number): void {
    const inDoubt = this.#unanswered + this.#toConfirm;
    this.#toConfirm = Math.min(inDoubt, again);
    this.#inDoubt += inDoubt - this.#toConfirm;
    this.#toResend = again;
    this.#unanswered = 0;
  }
}
