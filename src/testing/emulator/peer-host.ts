import type { JsonObject } from './json.js';
import type { Persona } from './persona.js';
import type { WrittenMessage } from './report.js';
import type { Script } from './script.js';

/** A peer asks and tells its connection this. */
export interface PeerHost {
  /** Read anew at each use: a script may change during the call. */
  readonly script: Script;
  readonly persona: Persona;
  /** Of the API, such as `v1beta`. */
  readonly version: string;
  /** Sends an object as JSON, a string as it is. */
  send(frame: object | string): void;
  close(code: number, reason: string): void;
  /** The setup that counts, after the token had its say. */
  setUp(setup: JsonObject, resumedFrom: string | undefined): void;
  heard(samples: Int16Array): void;
  streamEnded(): void;
  /** The client says where speech begins or ends. */
  marked?(type: 'start' | 'end'): void;
  /** Text or an answer of a tool came in. */
  wrote(message: WrittenMessage): void;
  turnEnded(): void;
  protocolError(text: string): void;
}
