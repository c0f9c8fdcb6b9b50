import type { WebSocket } from 'ws';
import type { OpenConnection } from './perform.js';
import type { Address } from './address.js';
import type { JsonObject } from './json.js';
import type { Line } from './line.js';
import { LivePeer } from './live-peer.js';
import type { PeerHost } from './peer-host.js';
import type { Persona } from './persona.js';
import { closeReason, Refused } from './refusal.js';
import type { ConnectionReport, WrittenMessage } from './report.js';
import type { Script } from './script.js';
import type { Admission } from './tokens.js';
import type { Voice } from './voice.js';

/** One WebSocket on a line: carries frames between the socket and the peer, and keeps the account. */
export class Connection implements PeerHost, OpenConnection {
  readonly version: string;
  readonly report: ConnectionReport;
  readonly #socket: WebSocket;
  readonly #line: Line;
  readonly #peer: LivePeer | undefined;
  #deaf = false;

  constructor(socket: WebSocket, line: Line, address: Address) {
    this.#socket = socket;
    this.#line = line;
    this.version = address.version;
    this.report = {
      openedAt: line.clock.now(),
      closed: null,
      setup: null,
      samples: 0,
      chunks: 0,
      streamEnds: 0,
      marks: [],
      written: [],
      turns: 0,
      resumedFrom: null,
      protocolErrors: [],
    };
    this.#peer = this.#openPeer(address);
    socket.on('message', (data: Buffer) => {
      if (!this.#deaf) this.#peer?.receive(data.toString());
    });
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => this.#closed(code, reason.toString()));
  }

  get script(): Script {
    return this.#line.script;
  }

  get persona(): Persona {
    return this.#line.persona;
  }

  get voice(): Voice {
    return this.#line.voice;
  }

  get peer(): LivePeer | undefined {
    return this.#peer;
  }

  send(frame: object | string): void {
    if (this.#deaf) return;
    const text = typeof frame === 'string' ? frame : `${JSON.stringify(frame, null, 2)}\n`;
    this.#socket.send(text, { binary: this.script.text !== true });
  }

  /** Sends a binary frame of any bytes. */
  sendBytes(bytes: Uint8Array): void {
    this.#socket.send(bytes, { binary: true });
  }

  close(code: number, reason: string): void {
    // RFC 6455 has it for an end without a code: it cannot be sent.
    if (code === 1006) return this.terminate();
    this.#socket.close(code, closeReason(reason));
  }

  /** Drops the connection without a closing handshake. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Stops reading from the network, or goes on. */
  pause(paused: boolean): void {
    if (paused) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Neither hears nor says anything more, or does again; what came and was due meanwhile is lost. */
  deafen(deaf: boolean): void {
    this.#deaf = deaf;
  }

  setUp(setup: JsonObject, resumedFrom: string | undefined): void {
    this.report.setup = setup;
    this.report.resumedFrom = resumedFrom ?? null;
    this.#line.changed();
  }

  heard(samples: Int16Array): void {
    this.report.samples += samples.length;
    this.report.chunks += 1;
    this.#line.heard(samples);
  }

  streamEnded(): void {
    this.report.streamEnds += 1;
    this.#line.changed();
  }

  marked(type: 'start' | 'end'): void {
    this.report.marks.push({ type, samples: this.report.samples });
    this.#line.changed();
  }

  wrote(message: WrittenMessage): void {
    this.report.written.push({ ...message, samples: this.report.samples });
    this.#line.changed();
  }

  turnEnded(): void {
    this.report.turns += 1;
    this.#line.changed();
  }

  protocolError(text: string): void {
    this.report.protocolErrors.push(text);
  }

  #openPeer(address: Address): LivePeer | undefined {
    const { closeOnOpen } = this.script;
    if (closeOnOpen) {
      this.close(closeOnOpen.code, closeOnOpen.reason);
      return undefined;
    }
    try {
      const admission = this.#admit(address);
      return new LivePeer(this, this.#line.clock, this.#line.sessions, admission);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.protocolError(error.message);
      this.close(error.code, error.message);
      return undefined;
    }
  }

  /** Lets a token into the constrained method and an API key into the plain one, as Google does. */
  #admit({ service, credential }: Address): Admission | undefined {
    if (service === 'constrained socket') return this.#line.tokens.admit(credential);
    if (credential === '' || credential.startsWith('auth_tokens/'))
      throw new Refused(
        1008,
        "Method doesn't allow unregistered callers (callers without established identity).",
      );
    if (credential !== (this.script.apiKey ?? credential))
      throw new Refused(1007, 'API key not valid. Please pass a valid API key.');
    return undefined;
  }

  #closed(code: number, reason: string): void {
    this.#peer?.end();
    this.report.closed = { code, reason };
    this.#line.disconnected(this);
  }
}
