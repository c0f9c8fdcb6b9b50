import { CallError } from '../call/errors.js';
import { isRecord } from './fields.js';
import { PolicyWatch } from './policy-watch.js';
import type { SdkCallbacks, SdkConnection } from './sdk.js';
import type { SocketEnd } from './socket-end.js';

/** The largest frame that is read, in bytes; a second of the model's voice takes 64 kB. */
export const MAX_FRAME = 8 * 2 ** 20;

/** Told of everything that comes in, in order. */
export interface SocketListener {
  frame(frame: unknown): void;
  /** A frame came that is no JSON, or over {@link MAX_FRAME}. */
  unreadable(what: string): void;
  /** The socket ended, or never opened. Called once, never after `close()`. */
  ended(end: SocketEnd): void;
}

/**
 * The socket under the SDK's `Live`. In contrast to the SDK's own it keeps frames in order
 * (`arraybuffer`; the SDK reads each `Blob` on its own time), throws instead of dropping what is sent
 * on a socket that is not open, ends once with its code and reason, and can be closed at any time.
 * The SDK only sees `setupComplete`; every frame goes to our own listener.
 */
export class LiveSocket implements SdkConnection {
  readonly #url: string;
  readonly #listener: SocketListener;
  /** Aborts when the socket is over, and takes every event handler with it. */
  readonly #over = new AbortController();
  readonly #decoder = new TextDecoder();
  #callbacks: SdkCallbacks | undefined;
  #policy: PolicyWatch | undefined;
  #socket: WebSocket | undefined;
  #setUp = false;

  /** Prepares a socket; it dials in `connect()` and closes when `signal` aborts. */
  constructor(url: string, listener: SocketListener, signal: AbortSignal) {
    this.#url = url;
    this.#listener = listener;
    signal.addEventListener('abort', () => this.close(), { signal: this.#over.signal });
  }

  /** Bytes handed over with `send` and not yet to the network. */
  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** Names the SDK's ends of this connection. */
  bind(callbacks: SdkCallbacks): this {
    this.#callbacks = callbacks;
    return this;
  }

  connect(): void {
    const { signal } = this.#over;
    if (signal.aborted) return;
    this.#policy = new PolicyWatch();
    try {
      this.#socket = new WebSocket(this.#url);
    } catch {
      void this.#fail(this.#policy);
      return;
    }
    const { policy, socket } = { policy: this.#policy, socket: this.#socket };
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#open(), { signal });
    socket.addEventListener('message', ({ data }) => this.#read(data), { signal });
    socket.addEventListener('error', () => void this.#fail(policy), { signal });
    socket.addEventListener(
      'close',
      ({ code, reason }) => this.#end({ code, reason, blocked: undefined }),
      { signal },
    );
  }

  /** @throws CallError `session-lost` when the socket is not open; then nothing was sent. */
  send(data: string): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      throw new CallError('session-lost', 'the socket is not open');
    }
    this.#socket.send(data);
  }

  /**
   * Closes the socket, in whatever state it is, and forgets it at once: the closing handshake of a
   * dead connection may take minutes. What was sent before still goes out.
   */
  close(): void {
    const socket = this.#socket;
    if (!this.#finish()) return;
    socket?.close(1000);
    this.#callbacks?.onclose({ code: 1000, reason: 'closed by the caller' });
  }

  #open(): void {
    this.#policy?.stop();
    this.#callbacks?.onopen();
  }

  #read(data: string | ArrayBuffer): void {
    const size = typeof data === 'string' ? data.length : data.byteLength;
    if (size > MAX_FRAME) {
      this.#listener.unreadable(`frame of ${size} bytes`);
      return;
    }
    let frame: unknown;
    try {
      frame = JSON.parse(typeof data === 'string' ? data : this.#decoder.decode(data));
    } catch {
      this.#listener.unreadable('JSON');
      return;
    }
    if (!this.#setUp && isRecord(frame) && isRecord(frame['setupComplete'])) {
      this.#setUp = true;
      const { setupComplete } = frame;
      this.#callbacks?.onmessage({ data: JSON.stringify({ setupComplete }) });
    }
    this.#listener.frame(frame);
  }

  /** A failed connection: `close` follows at once and ends it, except where a policy forbade it. */
  async #fail(policy: PolicyWatch): Promise<void> {
    const blocked = (await policy.verdict()) ? new URL(this.#url).origin : undefined;
    this.#end({ code: 1006, reason: '', blocked });
  }

  #end(end: SocketEnd): void {
    if (!this.#finish()) return;
    this.#callbacks?.onclose(end);
    this.#listener.ended(end);
  }

  /** Lets go of the socket; false when that was done before. */
  #finish(): boolean {
    if (this.#over.signal.aborted) return false;
    this.#over.abort();
    this.#policy?.stop();
    this.#socket = undefined;
    return true;
  }
}
