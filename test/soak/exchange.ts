import type { Clock } from '../../src/testing/emulator/clock.js';
import type { Ear } from '../../src/testing/emulator/ear.js';
import { LivePeer } from '../../src/testing/emulator/live-peer.js';
import { choosePersona } from '../../src/testing/emulator/choose-persona.js';
import { pcmFromBase64 } from '../../src/testing/emulator/pcm.js';
import { type Session, Sessions } from '../../src/testing/emulator/sessions.js';

const silent = choosePersona('silent', () => new Int16Array(0));

/** Remembers at the newest handle only; what a server remembers of an hour is not measured here. */
class ForgetfulSessions extends Sessions<Ear | undefined> {
  #memory: Ear | undefined;

  override issueHandle(session: Session, memory: Ear | undefined): string {
    this.#memory = memory;
    return super.issueHandle(session, undefined);
  }

  override resume(handle: string): ReturnType<Sessions<Ear | undefined>['resume']> {
    return { ...super.resume(handle), memory: this.#memory };
  }
}

/** The emulator's Live API without a network, in the place of WebSocket: messages arrive in the task that sends them. */
export class Exchange {
  /** Told of each piece of speech, with the number of its connection, from 0. */
  onheard: (connection: number, samples: Int16Array) => void = () => {};
  /** Samples of the model's voice that were sent. */
  said = 0;
  /** Breaches of the protocol. */
  readonly protocolErrors: string[] = [];
  #connections = 0;
  #peer: LivePeer | undefined;
  readonly #clock: Clock;
  readonly #sessions: ForgetfulSessions;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sessions = new ForgetfulSessions(clock);
  }

  /** The server's end of the newest connection. */
  get peer(): LivePeer {
    if (!this.#peer) throw new Error('Nobody has dialled.');
    return this.#peer;
  }

  /** A class of sockets that are connected to this exchange. */
  get WebSocket(): typeof globalThis.WebSocket {
    const connect = (socket: ExchangeSocket) => this.#connect(socket);
    const dialling = class extends ExchangeSocket {
      constructor() {
        super();
        queueMicrotask(() => this.connected(connect(this)));
      }
    };
    return dialling as unknown as typeof globalThis.WebSocket;
  }

  #connect(socket: ExchangeSocket): LivePeer {
    const connection = this.#connections++;
    return (this.#peer = new LivePeer(
      {
        script: {},
        persona: silent,
        version: 'v1beta',
        send: (frame) => {
          this.said += samplesIn(frame);
          socket.receive(typeof frame === 'string' ? frame : JSON.stringify(frame));
        },
        close: (code, reason) => socket.end(code, reason),
        heard: (samples) => this.onheard(connection, samples),
        protocolError: (text) => void this.protocolErrors.push(text),
        setUp: () => undefined,
        streamEnded: () => undefined,
        wrote: () => undefined,
        turnEnded: () => undefined,
      },
      this.#clock,
      this.#sessions as Sessions<Ear>,
    ));
  }
}

function samplesIn(frame: object | string): number {
  const pieces = JSON.stringify(frame).matchAll(/"data":"([^"]*)"/g);
  return [...pieces].reduce((sum, [, data]) => sum + (pcmFromBase64(data!)?.length ?? 0), 0);
}

class ExchangeSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly bufferedAmount = 0;
  readyState = 0;
  #peer: LivePeer | undefined;

  connected(peer: LivePeer): void {
    this.#peer = peer;
    this.readyState = ExchangeSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  send(data: string): void {
    this.#peer?.receive(data);
  }

  receive(text: string): void {
    const data = new TextEncoder().encode(text).buffer;
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  close(): void {
    this.readyState = 3;
    this.#peer?.end();
  }

  end(code: number, reason: string): void {
    this.close();
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}
