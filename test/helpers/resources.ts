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
    sockets: count(made.sockets, (socket) => socket.readyState < WebSocket.CLOSING),
  };
}

export const nothingLive = { contexts: 0, tracks: 0, sockets: 0 };
