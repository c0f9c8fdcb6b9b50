import type { Capture } from '../call/ports.js';
import { processorNames, type CaptureCommand, type CaptureOptions } from './worklet-messages.js';

/** The end of the tape that can be read, as the page holds it. */
export class CaptureNode implements Capture {
  readonly #tape: AudioWorkletNode;
  readonly #node: AudioWorkletNode;
  #attached = true;

  /** Starts to read the tape whose processor goes by `id`. `failed` is told when that cannot go on. */
  constructor(tape: AudioWorkletNode, id: string, credit: number, failed: () => void) {
    const processorOptions: CaptureOptions = { tape: id, credit };
    this.#tape = tape;
    this.#node = new AudioWorkletNode(tape.context, processorNames.capture, {
      outputChannelCount: [1],
      processorOptions,
    });
    this.#node.onprocessorerror = failed;
    // In this order each block goes on the tape before the tape is read.
    tape.connect(this.#node).connect(tape.context.destination);
  }

  get attached(): boolean {
    return this.#attached;
  }

  grant(chunks: number): void {
    this.#send({ type: 'grant', chunks });
  }

  detach(): void {
    if (!this.#attached) return;
    this.#attached = false;
    this.#send({ type: 'end' });
    this.#tape.disconnect(this.#node);
    this.#node.disconnect();
    this.#node.port.close();
  }

  /** Hands over all that is held, whatever the credit; the tape answers `finished`. */
  finish(): void {
    this.#send({ type: 'finish' });
  }

  #send(command: CaptureCommand): void {
    this.#node.port.postMessage(command);
  }
}
