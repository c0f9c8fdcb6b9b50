import { WebSocket } from 'ws';

/** A message of the server, as far as these tests look at it. */
export interface ServerMessage {
  readonly setupComplete?: object;
  readonly serverContent?: {
    readonly modelTurn?: { readonly parts: readonly { readonly inlineData: { data: string } }[] };
    readonly outputTranscription?: { readonly text: string };
    readonly inputTranscription?: { readonly text: string };
    readonly turnComplete?: boolean;
  };
  readonly toolCall?: {
    readonly functionCalls: readonly { id: string; name: string; args: object }[];
  };
  readonly goAway?: { readonly timeLeft: string };
}

const PATH = '/ws/google.ai.generativelanguage.v1alpha.GenerativeService';

/** A client of the Live API without an element, for tests of the emulator alone. */
export class Caller {
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  constructor(baseUrl: string, token: string) {
    const url = `${baseUrl.replace('http', 'ws')}${PATH}.BidiGenerateContentConstrained`;
    this.#socket = new WebSocket(`${url}?access_token=${token}`);
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as ServerMessage);
      for (const look of this.#waiting) look();
    });
    this.closed = new Promise((resolve) => this.#socket.on('close', resolve));
  }

  /** Resolves when the socket is open and the setup has been taken. */
  async setUp(): Promise<void> {
    await new Promise((resolve) => this.#socket.on('open', resolve));
    this.send({
      setup: {
        model: 'models/gemini-3.8-live',
        inputAudioTranscription: {},
        outputAudioTranscription: {},
      },
    });
    await this.until(({ setupComplete }) => setupComplete !== undefined);
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  write(text: string): void {
    this.send({ realtimeInput: { text } });
  }

  /** So many seconds of a tone, and a second of silence after it. */
  speak(seconds: number): void {
    const samples = Int16Array.from({ length: (seconds + 1) * 16_000 }, (_, i) =>
      i < seconds * 16_000 ? 16_000 * Math.sin(i / 5) : 0,
    );
    const data = Buffer.from(samples.buffer).toString('base64');
    this.send({ realtimeInput: { audio: { data, mimeType: 'audio/pcm;rate=16000' } } });
  }

  /** Resolves with the first message for which this holds. */
  async until(holds: (message: ServerMessage) => boolean): Promise<ServerMessage> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.messages.find(holds);
        if (!found) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Resolves when so many turns have ended. */
  async turns(count: number): Promise<void> {
    const ends = () =>
      this.messages.filter(({ serverContent }) => serverContent?.turnComplete).length;
    await this.until(() => ends() >= count);
  }

  /** All that the model has said, in words. */
  get words(): string {
    return this.messages.map((m) => m.serverContent?.outputTranscription?.text ?? '').join('');
  }

  /** All that the caller has said, in words. */
  get ownWords(): string {
    return this.messages.map((m) => m.serverContent?.inputTranscription?.text ?? '').join('');
  }

  /** The loudest sample of the model's voice, and how long it is, in samples. */
  get voice(): { readonly peak: number; readonly length: number } {
    const parts = this.messages.flatMap((m) => m.serverContent?.modelTurn?.parts ?? []);
    const samples = parts.flatMap(({ inlineData }) => {
      const { buffer, byteOffset, length } = Buffer.from(inlineData.data, 'base64');
      return [...new Int16Array(buffer.slice(byteOffset, byteOffset + length))];
    });
    return { peak: Math.max(0, ...samples.map(Math.abs)), length: samples.length };
  }

  close(): void {
    this.#socket.close();
  }
}
