import { CallError } from '../call/errors.js';
import { isRecord } from './fields.js';
import { CspWatch } from '../platform/csp-watch.js';
import { toJson } from '../platform/json.js';
import type { SdkCallbacks, SdkConnection } from './sdk.js';
import type { SocketEnd } from './socket-end.js';

/** The largest frame that is read, in bytes; a second of the model's voice takes 64 kB. */
export const MAX_FRAME = 8 * 2 ** 20;

/** `WebSocket.OPEN`, which is missing where a page has put a function of its own in the place of the class. */
const OPEN = 1;

/** The close code of RFC 6455 for a connection that ended without one. */
const abnormal = { code: 1006, reason: '' };

/** Hears everything that comes in, in order. */
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
  #socket: WebSocket | undefined;
  /** Bytes that had not left the page when the socket was over. */
  #left = 0;
  #setUp = false;

  /** Prepares a socket; it dials in `connect()` and closes when `signal` aborts. */
  constructor(url: string, listener: SocketListener, signal: AbortSignal) {
    this.#url = url;
    this.#listener = listener;
    signal.addEventListener('abort', () => this.close(), { signal: this.#over.signal });
  }

  /** Bytes handed over with `send` and not yet to the network; once it is over, those that never got there. */
  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? this.#left;
  }

  /** Names the SDK's ends of this connection. */
  bind(callbacks: SdkCallbacks): this {
    this.#callbacks = callbacks;
    return this;
  }

  connect(): void {
    const { signal } = this.#over;
    if (signal.aborted) return;
    const policy = new CspWatch(this.#url);
    signal.addEventListener('abort', () => policy.stop());
    const on = { signal };
    // `close` follows `error` at once (https://websockets.spec.whatwg.org/#fail-the-websocket-connection),
    // except in Chromium where a policy forbade the connection.
    const fail = async () => this.#end({ ...abnormal, blocked: await policy.verdict() });
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#url);
    } catch {
      void fail();
      return;
    }
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => this.#read(data), on);
    socket.addEventListener('error', () => void fail(), on);
    socket.addEventListener(
      'close',
      ({ code, reason }) => this.#end({ code, reason, blocked: policy.blocked }),
      on,
    );
    socket.addEventListener(
      'open',
      () => {
        policy.stop();
        this.#callbacks?.onopen();
      },
      on,
    );
  }

  /** @throws CallError `session-lost` when the socket is not open; then nothing was sent. */
  send(data: string): void {
    if (this.#socket?.readyState !== OPEN) {
      throw new CallError('session-lost', { detail: 'the socket is not open' });
    }
    this.#socket.send(data);
  }

  /**
   * Closes the socket, in whatever state it is, and forgets it at once: the closing handshake of a
   * dead connection may take minutes. Messages sent before still go out.
   */
  close(): void {
    const socket = this.#socket;
    if (!this.#finish()) return;
    socket?.close(1000);
    this.#callbacks?.onclose({ code: 1000, reason: 'closed by the caller' });
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
      this.#callbacks?.onmessage({ data: toJson({ setupComplete }) });
    }
    this.#listener.frame(frame);
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
    this.#left = this.bufferedAmount;
    this.#socket = undefined;
    return true;
  }
}
