import type { TapeLine, TapeMessage, TapeReport } from '../call/ports/audio.js';
import { MAX_CREDIT_CHUNKS, type Chunk } from '../call/ports/format.js';
import { TapeAccount } from './tape-account.js';

/** Chunks to grant at a time, a tenth of a second of speech: each grant wakes the audio thread. */
const GRANT_CHUNKS = MAX_CREDIT_CHUNKS / 10;

/** Lets speech off the tape. */
export interface Credit {
  /** Lets the tape hand over `chunks` more; without credit, speech waits there. */
  grant(chunks: number): void;
  /** Chunks not handed over yet stay on the tape. */
  revoke(): void;
}

export interface IntakeListener {
  /** The account of the call, from all tapes. */
  report(report: TapeReport): void;
  /** The next chunk, right after the report that counts it as taken. */
  chunk(chunk: Chunk): void;
  paused(): void;
}

/** The conversation's end of the line to the tape: one tape after another, on one credit and with one account. */
export class Intake implements Credit {
  readonly #listener: IntakeListener;
  readonly #account = new TapeAccount();
  #line: TapeLine | undefined;
  /** Chunks that the tape may still hand over; less than 0 where it handed over more. */
  #credit = 0;
  /** Chunks of the credit that the audio thread does not know of yet. */
  #ungranted = 0;

  constructor(listener: IntakeListener) {
    this.#listener = listener;
  }

  /** Hears this tape from now on, and no other. Calls `told` after each of its reports, with the account of the call. */
  use(line: TapeLine, told: (report: TapeReport, finished: boolean) => void): void {
    this.close();
    this.#account.close();
    this.#line = line;
    line.onmessage = ({ data }) => this.#hear(data, told);
    this.#ungranted = 0;
    if (this.#credit > 0) line.postMessage({ type: 'grant', chunks: this.#credit });
  }

  /** So many samples were missed, and no tape can tell. */
  missed(samples: number): void {
    this.#listener.report(this.#account.miss(samples));
  }

  grant(chunks: number): void {
    this.#credit += chunks;
    this.#ungranted += chunks;
    if (this.#ungranted < GRANT_CHUNKS) return;
    this.#line?.postMessage({ type: 'grant', chunks: this.#ungranted });
    this.#ungranted = 0;
  }

  revoke(): void {
    this.#credit = this.#ungranted = 0;
    this.#line?.postMessage({ type: 'revoke' });
  }

  /** Hears nothing more. */
  close(): void {
    if (!this.#line) return;
    this.#line.onmessage = null;
    this.#line.close();
    this.#line = undefined;
  }

  #hear(message: TapeMessage, told: (report: TapeReport, finished: boolean) => void): void {
    if (message.type === 'paused') return this.#listener.paused();
    const report = this.#account.report(message.report);
    this.#listener.report(report);
    if (message.type === 'chunk') {
      this.#credit--;
      this.#listener.chunk(this.#account.chunk(message.chunk));
    }
    told(report, message.type === 'finished');
  }
}
