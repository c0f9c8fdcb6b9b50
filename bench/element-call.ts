import type { LiveCall } from '../src/element.js';
import type { TestLine } from '../test/helpers/line.js';
import type { Contestant } from './contestant.js';

/** The element, from the file that a page loads. */
export class ElementCall implements Contestant {
  readonly #call: LiveCall = document.createElement('live-call');

  constructor() {
    document.body.append(this.#call);
  }

  start({ baseUrl, tokenUrl }: TestLine): Promise<void> {
    this.#call.allowAutostart = true;
    this.#call.baseUrl = baseUrl;
    this.#call.tokenUrl = tokenUrl;
    return this.#call.start();
  }

  async stop(): Promise<void> {
    await this.#call.stop();
  }
}
