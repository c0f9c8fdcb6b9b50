const RealSocket = globalThis.WebSocket;

/** Frames with voice are larger than this, all others smaller, in bytes. */
const VOICE = 4000;

/** A socket that notes, before anybody else, when something passes. */
export class InstrumentedSocket extends RealSocket {
  /** Told of each chunk of speech that goes out. */
  static onchunk: () => void = () => {};
  /** Told of each frame that comes in with voice, or with `interrupted`. */
  static onframe: (kind: 'voice' | 'interrupted') => void = () => {};

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      if (data.byteLength > VOICE) InstrumentedSocket.onframe('voice');
      else if (new TextDecoder().decode(data).includes('"interrupted"')) {
        InstrumentedSocket.onframe('interrupted');
      }
    });
  }

  override send(data: string): void {
    super.send(data);
    if (data.startsWith('{"realtimeInput"')) InstrumentedSocket.onchunk();
  }
}
