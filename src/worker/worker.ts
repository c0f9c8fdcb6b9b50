import type { SessionOptions } from '../gemini/open-session.js';
import { version } from '../version.js';
import { begin } from './begin.js';
import type { FromConversation, ToConversation } from './wire.js';

/** The socket may take so long for its last word once the call is over, in ms. */
const GOODBYE_MS = 2000;

/** The global scope of a Worker, as far as it is needed. */
export interface WorkerScope {
  WebSocket: typeof WebSocket;
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** Runs a conversation in a Worker, of which the first message has the settings. */
export function runInWorker(scope: WorkerScope): void {
  const sockets = new Set<WebSocket>();
  let over = false;
  const leave = () => {
    if (over && sockets.size === 0) scope.close();
  };
  // A Worker that ends takes along what its sockets have not sent yet.
  scope.WebSocket = class extends scope.WebSocket {
    constructor(url: string | URL) {
      super(url);
      sockets.add(this);
      this.addEventListener('close', () => {
        sockets.delete(this);
        leave();
      });
    }
  };
  let events: FromConversation[] = [];
  const tell = (event: FromConversation) => {
    if (events.push(event) > 1) return;
    // What happens in one task goes in one message.
    queueMicrotask(() => {
      scope.postMessage(events);
      events = [];
    });
  };
  scope.onmessage = ({ data: settings }: MessageEvent<SessionOptions>) => {
    const hear = begin(settings, tell);
    scope.onmessage = ({ data }: MessageEvent<ToConversation>) => {
      hear(data);
      if (data.type !== 'close') return;
      over = true;
      setTimeout(() => scope.close(), GOODBYE_MS);
      leave();
    };
    // The page hears by this that the Worker can do what it has to.
    scope.postMessage(version);
  };
}
