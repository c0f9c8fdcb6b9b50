import type { Capture } from '../../call/ports/audio.js';
import { MAX_CREDIT_CHUNKS } from '../../call/ports/format.js';
import { processorNames, type CaptureCommand, type CaptureOptions } from '../worklet/messages.js';

/** Chunks to grant at a time, a tenth of a second of speech: each grant wakes the audio thread. */
const GRANT_CHUNKS = MAX_CREDIT_CHUNKS / 10;

/** Drains the tape: the page's handle on the reader. It goes from one tape to the next. */
export class CaptureNode implements Capture {
  /** Chunks that the tape may still hand over; less than 0 where it handed over more. */
  #credit: number;
  /** Chunks of the credit that the audio thread does not know of yet. */
  #ungranted = 0;
  #attached = true;
  #tape: AudioNode | undefined;
  #node: AudioWorkletNode | undefined;

  /** Reads nothing before `read`. */
  constructor(credit: number) {
    this.#credit = credit;
  }

  get attached(): boolean {
    return this.#attached;
  }

  /** Starts to read `tape`, on the credit that is left. Calls `failed` when that cannot go on. */
  read(tape: AudioWorkletNode, failed: () => void): void {
    if (!this.#attached) return;
    this.#ungranted = 0;
    const processorOptions: CaptureOptions = { credit: this.#credit };
    const { context } = tape;
    this.#tape = tape;
    this.#node = new AudioWorkletNode(context, processorNames.capture, {
      outputChannelCount: [1],
      processorOptions,
    });
    this.#node.onprocessorerror = failed;
    // In this order each block goes on the tape before the tape is read.
    this.#tape.connect(this.#node).connect(context.destination);
  }

  /** Books a chunk that came. */
  took(): void {
    this.#credit--;
  }

  grant(chunks: number): void {
    this.#credit += chunks;
    this.#ungranted += chunks;
    if (this.#ungranted < GRANT_CHUNKS) return;
    this.#send({ type: 'grant', chunks: this.#ungranted });
    this.#ungranted = 0;
  }

  detach(): void {
    this.#attached = false;
    this.leave();
  }

  /** Stops reading; chunks not handed over stay on the tape. */
  leave(): void {
    if (!this.#node) return;
    this.#send({ type: 'end' });
    this.#tape?.disconnect(this.#node);
    this.#node.disconnect();
    this.#node.port.close();
    this.#node = undefined;
  }

  /** Hands over everything on the tape, whatever the credit; the tape answers `finished`. */
  finish(): void {
    this.#send({ type: 'finish' });
  }

  #send(command: CaptureCommand): void {
    this.#node?.port.postMessage(command);
  }
}
