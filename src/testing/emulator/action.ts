import { isObject } from './json.js';
import type { LivePeer } from './live-peer.js';
import { testTone } from './persona.js';
import type { ConnectionReport } from './report.js';

/** Something that a line can be told to do now, on its open connections; one of the fields. */
export interface Action {
  /** Speaks the test tone, in seconds. */
  readonly say?: number;
  /** Server messages, sent one after the other: objects as JSON, strings as they are. */
  readonly frames?: readonly unknown[];
  /** Breaks off the turn, as when the caller speaks. */
  readonly interrupted?: true;
  readonly close?: { readonly code: number; readonly reason: string };
  /** Drops the connection without a closing handshake. */
  readonly terminate?: true;
  /** Announces the end, as in `"50s"`, and closes with 1011 when the time is over. */
  readonly goAway?: string;
  /** Stops reading from the network; false goes on. */
  readonly pause?: boolean;
  /** Reads on, but neither hears nor says anything more, as where a connection has died on its way; false goes on. */
  readonly deaf?: boolean;
  /** One binary frame of these bytes, in base64. */
  readonly binary?: string;
}

/** An open connection, as far as actions and its line need it. */
export interface OpenConnection {
  readonly report: ConnectionReport;
  /** Undefined where the dial was refused. */
  readonly peer: LivePeer | undefined;
  sendBytes(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
  terminate(): void;
  pause(paused: boolean): void;
  deafen(deaf: boolean): void;
}

type Performer = (connection: OpenConnection, value: unknown) => void;

const performers: Readonly<Record<keyof Action, Performer>> = {
  say: ({ peer }, seconds) => peer?.say(testTone(Number(seconds))),
  frames: ({ peer }, frames) => peer?.say({ frames: Array.isArray(frames) ? frames : [frames] }),
  interrupted: ({ peer }) => peer?.interrupt(),
  close: (connection, value) => {
    const { code, reason } = isObject(value) ? value : {};
    connection.close(Number(code ?? 1000), typeof reason === 'string' ? reason : '');
  },
  terminate: (connection) => connection.terminate(),
  goAway: ({ peer }, timeLeft) => peer?.goAway(String(timeLeft)),
  pause: (connection, paused) => connection.pause(paused === true),
  deaf: (connection, deaf) => connection.deafen(deaf === true),
  binary: (connection, data) =>
    connection.sendBytes(Uint8Array.from(atob(String(data)), (char) => char.charCodeAt(0))),
};

const isAction = (name: string): name is keyof Action => Object.hasOwn(performers, name);

/** Performs an action on connections; throws a TypeError that names the field it does not know. */
export const perform = (action: unknown, connections: readonly OpenConnection[]): void => {
  if (!isObject(action)) throw new TypeError('An action is a JSON object.');
  for (const [name, value] of Object.entries(action)) {
    if (!isAction(name)) throw new TypeError(`An action has no field "${name}".`);
    for (const connection of connections) performers[name](connection, value);
  }
};
