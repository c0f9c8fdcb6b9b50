import { isBrokerCode, type BrokerCode } from './broker-codes.js';
import { isObject } from './json.js';
import { isPersona, type PersonaScript } from './persona-script.js';
import type { Refusal } from './refusal.js';

/** How the token endpoint of a line answers; without `refuse`, `status` and `body` it mints a token. */
export interface TokenScript {
  /** Refuses as the broker does with this code. */
  readonly refuse?: BrokerCode;
  /** Seconds after which a refused page may ask again: the header `Retry-After`. */
  readonly retryAfter?: number;
  readonly status?: number;
  /** A string goes out as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** Never answers. */
  readonly hang?: boolean;
  /** As in Google's AuthToken; the default is 1. */
  readonly uses?: number;
  /** Milliseconds in which a new session must begin, and until the token dies. */
  readonly newSessionExpiresIn?: number;
  readonly expiresIn?: number;
}

/** Voice activity detection; the client's `realtimeInputConfig` wins over these. */
export interface ActivityScript {
  /** Milliseconds of silence that end an utterance; 700. */
  readonly silence?: number;
  /** Milliseconds kept from before the first voiced sample; 250. */
  readonly prefix?: number;
}

/** Something that a server cannot take: it hangs up whenever it gets it. */
export interface Poison {
  /** In any message. */
  readonly text?: string;
  /** A sample as loud as this, 0 to 1. */
  readonly peak?: number;
  /** 1006 drops the connection without a closing handshake. */
  readonly code: number;
}

/** The behaviour of a line. Everything is optional; an empty script is a parrot that behaves. */
export interface Script {
  readonly persona?: PersonaScript;
  /** Speed at which the voice is sent, times real time; 0 sends all of a turn at once. Default 3. */
  readonly pace?: number;
  /** Milliseconds by which each piece of the voice may come late, as on a bad line; what follows waits for it. */
  readonly jitter?: number;
  readonly vad?: ActivityScript;
  /** Milliseconds until the upgrade is answered. */
  readonly openDelay?: number;
  /** Milliseconds from the setup frame to `setupComplete`. */
  readonly setupDelay?: number;
  /** HTTP status that answers the upgrade. */
  readonly refuse?: number;
  /** `tcp` never answers the upgrade, `setup` never says `setupComplete`. */
  readonly hang?: 'tcp' | 'setup';
  /** Closes right after the upgrade. */
  readonly closeOnOpen?: Refusal;
  /** Closes on a setup with a handle: the session cannot be taken up again. */
  readonly refuseHandle?: Refusal;
  /** Closes where `setupComplete` was due. */
  readonly closeBeforeSetup?: Refusal;
  /** Hangs up on each of these. */
  readonly poison?: readonly Poison[];
  /** Server messages that follow each `setupComplete` and its handle. */
  readonly greeting?: readonly unknown[];
  /** Closes so many ms after each `setupComplete`. */
  readonly closeAfterSetup?: Refusal & { readonly delay: number };
  /** Sends text frames; Google sends binary ones. */
  readonly text?: boolean;
  /** The only API key that is valid; without it any key is. */
  readonly apiKey?: string;
  /** As Vertex in transparent mode does: acknowledges after every so many client messages. */
  readonly acks?: number;
  /** Offers a handle after every so many samples heard, too, and not only between the turns of the model. */
  readonly handleEvery?: number;
  /** Milliseconds from the upgrade until the connection is cut with 1011, without a `goAway` before it. */
  readonly lifetime?: number;
  readonly tokens?: TokenScript;
}

type Check = (value: unknown) => boolean;
type Table = Readonly<Record<string, Check>>;

const number: Check = (value) => typeof value === 'number' && value >= 0;
const boolean: Check = (value) => typeof value === 'boolean';
const string: Check = (value) => typeof value === 'string';
const fields = (table: Table) => (value: unknown) => {
  if (!isObject(value)) return false;
  checkFields(value, table);
  return true;
};
const refusal = fields({ code: number, reason: string });
const isPoison = fields({ text: string, peak: number, code: number });
const strings: Check = (value) => isObject(value) && Object.values(value).every(string);

const scriptFields = {
  persona: isPersona,
  pace: number,
  jitter: number,
  vad: fields({ silence: number, prefix: number }),
  openDelay: number,
  setupDelay: number,
  refuse: number,
  hang: (value) => value === 'tcp' || value === 'setup',
  closeOnOpen: refusal,
  refuseHandle: refusal,
  closeBeforeSetup: refusal,
  poison: (value) => Array.isArray(value) && value.every(isPoison),
  greeting: Array.isArray,
  closeAfterSetup: fields({ code: number, reason: string, delay: number }),
  text: boolean,
  apiKey: string,
  acks: number,
  handleEvery: number,
  lifetime: number,
  tokens: fields({
    refuse: isBrokerCode,
    retryAfter: number,
    status: number,
    body: () => true,
    headers: strings,
    delay: number,
    hang: boolean,
    uses: number,
    newSessionExpiresIn: number,
    expiresIn: number,
  }),
} satisfies Record<keyof Script, Check>;

function checkFields(value: Readonly<Record<string, unknown>>, table: Table): void {
  for (const [name, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const check = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!check) throw new TypeError(`A script has no field "${name}".`);
    if (!check(entry)) throw new TypeError(`The script field "${name}" cannot be that.`);
  }
}

/** Reads a script; throws a TypeError that names the field that is wrong. */
export const readScript = (value: unknown): Script => {
  if (!isObject(value)) throw new TypeError('A script is a JSON object.');
  checkFields(value, scriptFields);
  return value;
};
