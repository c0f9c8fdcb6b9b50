import { LiveSocket } from '../../src/gemini/socket.js';
import type { SocketEnd } from '../../src/gemini/socket-end.js';

const NativeWebSocket = globalThis.WebSocket;

/** A socket whose network is the test. */
export class StubSocket extends EventTarget {
  static readonly OPEN = 1;
  static last: StubSocket;
  readyState = 0;
  binaryType = 'blob';
  bufferedAmount = 7;
  readonly sent: string[] = [];
  readonly closed: unknown[] = [];

  constructor() {
    super();
    StubSocket.last = this;
  }

  send(data: string) {
    this.sent.push(data);
  }

  close(code?: number) {
    this.closed.push(code);
    this.readyState = 2;
  }

  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  receive(data: unknown) {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  fail() {
    this.readyState = 3;
    this.dispatchEvent(new Event('error'));
  }

  end(code: number, reason = '') {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent('close', { code, reason }));
  }
}

/** A LiveSocket on the stub, and all it says. */
export function setup(signal = new AbortController().signal) {
  const told: string[] = [];
  const frames: unknown[] = [];
  const unreadable: string[] = [];
  const ends: SocketEnd[] = [];
  let end: (end: SocketEnd) => void = () => {};
  const ended = new Promise<SocketEnd>((resolve) => (end = resolve));
  const socket = new LiveSocket(
    'wss://live.example/ws?access_token=auth_tokens/abc',
    {
      frame: (frame) => frames.push(frame),
      unreadable: (what) => unreadable.push(what),
      ended(how) {
        ends.push(how);
        end(how);
      },
    },
    signal,
  );
  socket.bind({
    onopen: () => told.push('open'),
    onmessage: ({ data }) => told.push(data),
    onerror: () => told.push('error'),
    onclose: ({ code }) => told.push(`close ${code}`),
  });
  socket.connect();
  return { socket, told, frames, unreadable, ends, ended, network: StubSocket.last };
}

/** Puts `Substitute` in the place of WebSocket. */
export function substitute(Substitute: unknown = StubSocket) {
  globalThis.WebSocket = Substitute as typeof WebSocket;
}

export function restore() {
  globalThis.WebSocket = NativeWebSocket;
}

/** The page forbids a connection to the address of `setup`, unless `init` says otherwise. */
export const violate = (init: Partial<SecurityPolicyViolationEventInit> = {}) =>
  document.dispatchEvent(
    new SecurityPolicyViolationEvent('securitypolicyviolation', {
      bubbles: true,
      documentURI: location.href,
      effectiveDirective: 'connect-src',
      violatedDirective: 'connect-src',
      originalPolicy: "connect-src 'self'",
      disposition: 'enforce',
      statusCode: 200,
      blockedURI: 'wss://live.example/ws',
      ...init,
    }),
  );
