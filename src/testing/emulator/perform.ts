import type { Action } from './action.js';
import { isObject } from './json.js';
import type { LivePeer } from './live-peer.js';
import { isCalls } from './persona-script.js';
import type { ConnectionReport } from './report.js';
import { replyOf } from './scripted.js';
import { testTone } from './test-tone.js';
import type { Voice } from './voice.js';

/** An open connection, as far as actions and its line need it. */
export interface OpenConnection {
  readonly report: ConnectionReport;
  /** Undefined where the dial was refused. */
  readonly peer: LivePeer | undefined;
  readonly voice: Voice;
  sendBytes(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
  terminate(): void;
  pause(paused: boolean): void;
  deafen(deaf: boolean): void;
}

type Performer = (connection: OpenConnection, value: unknown) => void;

const performers: Readonly<Record<keyof Action, Performer>> = {
  say: ({ peer, voice }, what) =>
    peer?.say(typeof what === 'string' ? replyOf(what, voice) : testTone(Number(what))),
  call: ({ peer, voice }, call) => {
    if (!isCalls(call)) throw new TypeError('A call has a name, and args as an object.');
    peer?.say(replyOf({ call }, voice));
  },
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
