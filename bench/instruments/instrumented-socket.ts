/** Something that passed a socket. */
export type Passed = 'chunk' | 'voice' | 'interrupted';

/** Puts a socket in the place of WebSocket that notes, before anybody else, when something passes; runs in any thread. */
function instrument(passed: (what: Passed) => void): void {
  const RealSocket = globalThis.WebSocket;
  /** Frames with voice are larger than this, all others smaller, in bytes. */
  const VOICE = 4000;
  globalThis.WebSocket = class extends RealSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
        if (data.byteLength > VOICE) passed('voice');
        else if (new TextDecoder().decode(data).includes('"interrupted"')) passed('interrupted');
      });
    }

    override send(data: string): void {
      super.send(data);
      if (data.startsWith('{"realtimeInput"')) passed('chunk');
    }
  };
}

/** Told of what passes a socket, of the page or of a Worker, and when, on the clock of the page, in ms. */
export const socketInstrument = { onpassed: (_what: Passed, _at: number): void => {} };

/** Instruments all sockets that are made from here on. */
export function instrumentSockets(): void {
  instrument((what) => socketInstrument.onpassed(what, performance.now()));
  const inWorker = `(${String(instrument)})((passed) =>
    postMessage({ passed, at: performance.timeOrigin + performance.now() }));`;
  const RealWorker = globalThis.Worker;
  globalThis.Worker = class extends RealWorker {
    constructor(url: string | URL) {
      const request = new XMLHttpRequest();
      request.open('GET', url, false);
      request.send();
      super(URL.createObjectURL(new Blob([inWorker, request.responseText])));
      this.addEventListener('message', (event: MessageEvent<{ passed?: Passed; at: number }>) => {
        const { passed, at } = event.data;
        if (!passed) return;
        event.stopImmediatePropagation();
        socketInstrument.onpassed(passed, at - performance.timeOrigin);
      });
    }
  };
}
