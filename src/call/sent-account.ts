import type { UplinkListener } from '../connection/uplink.js';
import type { Ledger } from './ledger.js';
import type { Transcript } from './transcript.js';

interface SentListener {
  /** Speech went out for the first time. */
  sent(): void;
  failed(error: unknown): void;
}

/** Books what goes out: speech and texts in the ledger, the words that the session has in the transcript. */
export class SentAccount implements UplinkListener {
  readonly #ledger: Ledger;
  readonly #transcript: Transcript;
  readonly #listener: SentListener;

  constructor(ledger: Ledger, transcript: Transcript, listener: SentListener) {
    this.#ledger = ledger;
    this.#transcript = transcript;
    this.#listener = listener;
  }

  sent(samples: number, again: boolean): void {
    if (again) return this.#ledger.resent(samples);
    this.#ledger.sent(samples);
    this.#listener.sent();
  }

  textSent(text: string, again: boolean): void {
    if (!again) this.#ledger.textSent();
    this.#transcript.write(text);
  }

  gaveUp(samples: number): void {
    this.#ledger.gaveUp(samples);
  }

  textUnsent(text: string, dropped: boolean): void {
    if (dropped) this.#ledger.textGivenUp();
    else this.#transcript.unwrite(text);
  }

  failed(error: unknown): void {
    this.#listener.failed(error);
  }
}
