import type { Frame } from './peer.js';

export const V1BETA = '/ws/google.ai.generativelanguage.v1beta.GenerativeService';

/** A plain WebSocket whose messages can be awaited one by one. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly closed: Promise<CloseEvent>;
  readonly #messages: MessageEvent[] = [];
  readonly #readers: ((message: MessageEvent) => void)[] = [];

  /** `url` is http, as a base-url is. */
  constructor(url: string) {
    this.socket = new WebSocket(url.replace(/^http/, 'ws'));
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('message', (message) => {
      const reader = this.#readers.shift();
      if (reader) reader(message);
      else this.#messages.push(message);
    });
    this.closed = new Promise((resolve) => this.socket.addEventListener('close', resolve));
  }

  get opened(): Promise<void> {
    return new Promise((resolve) => this.socket.addEventListener('open', () => resolve()));
  }

  /** The next message as it came: a string or an ArrayBuffer. */
  async nextData(): Promise<unknown> {
    const message =
      this.#messages.shift() ??
      (await new Promise<MessageEvent>((resolve) => this.#readers.push(resolve)));
    return message.data;
  }

  async nextText(): Promise<string> {
    const data = await this.nextData();
    return data instanceof ArrayBuffer ? new TextDecoder().decode(data) : String(data);
  }

  async nextFrame(): Promise<Frame> {
    return JSON.parse(await this.nextText()) as Frame;
  }

  /** The messages up to the end of the turn. */
  async turn(): Promise<Frame[]> {
    const frames: Frame[] = [];
    do frames.push(await this.nextFrame());
    while (!frames.at(-1)?.serverContent?.turnComplete);
    return frames;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}

/** Dials with an API key; resolves after setupComplete. */
export const dial = async (baseUrl: string, setup: object = {}): Promise<RawSocket> => {
  const raw = new RawSocket(`${baseUrl}${V1BETA}.BidiGenerateContent?key=test`);
  await raw.opened;
  raw.send({ setup: { model: 'models/gemini-3.8-live', ...setup } });
  await raw.nextFrame();
  return raw;
};
