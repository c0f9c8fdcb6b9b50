import type { Capture } from '../../call/ports/audio.js';
import { MAX_CREDIT_CHUNKS } from '../../call/ports/format.js';
import { processorNames, type CaptureCommand, type CaptureOptions } from '../worklet/messages.js';

/** Chunks to grant at a time, a tenth of a second of speech: each grant wakes the audio thread. */
const GRANT_CHUNKS = MAX_CREDIT_CHUNKS / 10;

/** The end of the tape that can be read, as the page holds it. It goes from one tape to the next. */
export class CaptureNode implements Capture {
  /** Chunks that it may still be handed; less than 0 where it was handed more. */
  #credit: number;
  /** Chunks of it that the audio thread has yet to be told of. */
  #ungranted = 0;
  #attached = true;
  #tape: AudioNode | undefined;
  #node: AudioWorkletNode | undefined;

  /** Reads nothing before there is a tape to `read`. */
  constructor(credit: number) {
    this.#credit = credit;
  }

  get attached(): boolean {
    return this.#attached;
  }

  /** Starts to read `tape`, on the credit that is left. `failed` is told when that cannot go on. */
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

  /** A chunk came. */
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

  /** Reads its tape no more; what was not handed over stays there. */
  leave(): void {
    if (!this.#node) return;
    this.#send({ type: 'end' });
    this.#tape?.disconnect(this.#node);
    this.#node.disconnect();
    this.#node.port.close();
    this.#node = undefined;
  }

  /** Hands over all that is held, whatever the credit; the tape answers `finished`. */
  finish(): void {
    this.#send({ type: 'finish' });
  }

  #send(command: CaptureCommand): void {
    this.#node?.port.postMessage(command);
  }
}
