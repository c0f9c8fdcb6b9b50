import { decodeBase64, encodeBase64 } from '../../src/platform/base64.js';
import { liveUrl } from '../../src/gemini/live-url.js';
import type { TestLine } from '../../test/helpers/line.js';

const SETUP =
  '{"setup":{"model":"models/gemini-3.8-live","generationConfig":{"responseModalities":["AUDIO"]}}}';

/** As much of a server message as it reads. */
interface Message {
  readonly setupComplete?: object;
  readonly serverContent?: {
    readonly interrupted?: boolean;
    readonly modelTurn?: {
      readonly parts?: readonly { readonly inlineData?: { readonly data: string } }[];
    };
  };
}

/** The Live API by hand, as far as a good day goes. */
export class FloorSocket {
  readonly #decoder = new TextDecoder();
  #socket: WebSocket | undefined;
  onaudio: (samples: Int16Array<ArrayBuffer>) => void = () => {};
  oninterrupted: () => void = () => {};

  /** Gets a token and dials; resolves with `setupComplete`. */
  async open({ baseUrl, tokenUrl }: TestLine): Promise<void> {
    const answer = await fetch(tokenUrl, { method: 'POST' });
    const { token } = (await answer.json()) as { token: string };
    const socket = (this.#socket = new WebSocket(liveUrl(baseUrl, 'v1beta', token)));
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(SETUP);
    await new Promise<void>((resolve) => {
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#read(data, resolve);
    });
  }

  send(samples: Int16Array): void {
    const data = encodeBase64(new Uint8Array(samples.buffer));
    this.#socket?.send(
      `{"realtimeInput":{"audio":{"data":"${data}","mimeType":"audio/pcm;rate=16000"}}}`,
    );
  }

  close(): void {
    this.#socket?.close();
  }

  #read(frame: ArrayBuffer, opened: () => void): void {
    const message = JSON.parse(this.#decoder.decode(frame)) as Message;
    if (message.setupComplete) opened();
    if (message.serverContent?.interrupted) this.oninterrupted();
    for (const { inlineData } of message.serverContent?.modelTurn?.parts ?? []) {
      if (inlineData) this.onaudio(new Int16Array(decodeBase64(inlineData.data).buffer));
    }
  }
}
