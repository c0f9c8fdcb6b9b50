/** Everything that a call can hold of the browser, so that a test can count it. */
const made = {
  contexts: new Set<AudioContext>(),
  tracks: new Set<MediaStreamTrack>(),
  sockets: new Set<WebSocket>(),
};

const RealContext = globalThis.AudioContext;
const RealSocket = globalThis.WebSocket;
const { mediaDevices } = navigator;
const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);

globalThis.AudioContext = class extends RealContext {
  constructor(options?: AudioContextOptions) {
    super(options);
    made.contexts.add(this);
  }
};

globalThis.WebSocket = class extends RealSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    made.sockets.add(this);
  }
};

/** Counts the sockets of a Worker; runs ahead of its own script, in it. */
function countSockets(): void {
  const sockets = new Set<WebSocket>();
  const tell = () => {
    const open = [...sockets].filter(({ readyState }) => readyState < WebSocket.CLOSING);
    (globalThis as unknown as Worker).postMessage({ sockets: open.length });
  };
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      sockets.add(this);
      this.addEventListener('close', tell);
      tell();
    }
    override close(code?: number, reason?: string) {
      super.close(code, reason);
      tell();
    }
  };
}

/** How many sockets each Worker of a call holds. */
const held = new Map<Worker, number>();

function withCount(url: string | URL): string {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.send();
  return URL.createObjectURL(new Blob([`(${String(countSockets)})();${request.responseText}`]));
}

const RealWorker = globalThis.Worker;
globalThis.Worker = class extends RealWorker {
  constructor(url: string | URL) {
    super(withCount(url));
    this.addEventListener('message', (event: MessageEvent<{ readonly sockets?: number }>) => {
      if (event.data.sockets === undefined) return;
      // The page that is tested knows nothing of it.
      event.stopImmediatePropagation();
      held.set(this, event.data.sockets);
    });
  }
  override terminate() {
    super.terminate();
    held.delete(this);
  }
};

mediaDevices.getUserMedia = async (constraints) => {
  const stream = await getUserMedia(constraints);
  for (const track of stream.getTracks()) made.tracks.add(track);
  return stream;
};

/** How many of each kind live now. A socket that closes counts no more: nothing can be sent by it. */
export function live() {
  const count = <T>(all: Set<T>, lives: (one: T) => boolean) => [...all].filter(lives).length;
  return {
    contexts: count(made.contexts, (context) => context.state !== 'closed'),
    tracks: count(made.tracks, (track) => track.readyState === 'live'),
    sockets:
      count(made.sockets, (socket) => socket.readyState < WebSocket.CLOSING) +
      [...held.values()].reduce((sum, sockets) => sum + sockets, 0),
  };
}

export const nothingLive = { contexts: 0, tracks: 0, sockets: 0 };
