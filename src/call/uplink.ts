import type { Capture, Chunk, Microphone, Session } from './ports.js';

/**
 * How much may wait inside the socket before chunks wait here instead, in bytes: about two seconds
 * of speech as base64 in JSON. What the browser has buffered cannot be taken back or counted.
 */
const HIGH_WATER = 96_000;

/** How far the capture may run ahead of the socket, in chunks: one second of speech. */
const CREDIT = 50;

/** The way of speech from the tape to the socket: chunks that left the tape, and the line they leave the page by. */
export class Uplink {
  readonly #onsent: (samples: number) => void;
  readonly #chunks: Chunk[] = [];
  #line: { readonly session: Session; readonly capture: Capture } | undefined;

  /** `onsent` hears of each chunk, in samples, right after an open socket took it. */
  constructor(onsent: (samples: number) => void) {
    this.#onsent = onsent;
  }

  /** Lets the tape drain into `session`, chunks that wait from before first. */
  attach(microphone: Microphone, session: Session): void {
    const capture = microphone.attachCapture(Math.max(0, CREDIT - this.#chunks.length));
    this.#line = { session, capture };
    this.drain();
  }

  /** What the capture had handed over waits here, what it had not stays on the tape. */
  detach(): void {
    this.#line?.capture.detach();
    this.#line = undefined;
  }

  push(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.drain();
  }

  /** Hands over, in order, what the socket takes now; a chunk that it does not take stays first in line. */
  drain(highWater = HIGH_WATER): void {
    this.#write((session, capture) => {
      let chunk: Chunk | undefined;
      while ((chunk = this.#chunks[0]) && session.bufferedAmount <= highWater) {
        session.sendAudio(chunk.samples);
        this.#chunks.shift();
        capture.grant(1);
        this.#onsent(chunk.samples.length);
      }
    });
  }

  /** The microphone pauses: the server need not wait for more. */
  pause(): void {
    this.#write((session) => session.endAudio());
  }

  /** Sends the last word, the end of `microphone`'s tape included, and closes the session behind it. */
  async finish(microphone: Microphone): Promise<void> {
    if (!this.#line) return;
    await microphone.finish();
    this.drain(Infinity);
    this.#write((session) => {
      session.endAudio();
      session.close();
    });
    this.#line = undefined;
  }

  #write(write: (session: Session, capture: Capture) => void): void {
    if (!this.#line) return;
    try {
      write(this.#line.session, this.#line.capture);
    } catch {
      // The socket is closed: what it did not take still waits here, and `lost` says why.
    }
  }
}
