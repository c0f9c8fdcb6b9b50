import type { Capture } from '../../call/ports/audio.js';
import { processorNames, type CaptureCommand } from '../worklet/messages.js';

/** Drains the tape: the page's handle on the reader. It goes from one tape to the next. */
export class CaptureNode implements Capture {
  #attached = true;
  #tape: AudioNode | undefined;
  #node: AudioWorkletNode | undefined;

  get attached(): boolean {
    return this.#attached;
  }

  /** Starts to read `tape`, on the credit that it has. Calls `failed` when that cannot go on. */
  read(tape: AudioWorkletNode, failed: () => void): void {
    if (!this.#attached) return;
    const { context } = tape;
    this.#tape = tape;
    this.#node = new AudioWorkletNode(context, processorNames.capture, { outputChannelCount: [1] });
    this.#node.onprocessorerror = failed;
    // In this order each block goes on the tape before the tape is read.
    this.#tape.connect(this.#node).connect(context.destination);
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
