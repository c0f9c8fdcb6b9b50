import type { Clock } from './clock.js';
import { isObject, type JsonObject } from './json.js';
import { Refused, unknownField } from './refusal.js';

const MINUTE = 60_000;
const fields = new Set([
  'uses',
  'expireTime',
  'newSessionExpireTime',
  'bidiGenerateContentSetup',
  'fieldMask',
]);

interface Token {
  /** 0 = no limit. */
  readonly uses: number;
  used: number;
  readonly expires: number;
  readonly newSessionExpires: number;
  readonly setup: JsonObject | undefined;
  /** Paths such as `generationConfig.temperature`; empty = the whole setup. */
  readonly fieldMask: readonly string[];
}

/** The rights of a token's bearer. */
export interface Admission {
  /** Milliseconds since the epoch; at this moment the session is closed. */
  readonly expires: number;
  /** The setup that counts, given the client's. */
  effectiveSetup(setup: JsonObject): JsonObject;
  /** Throws Refused where no further session may begin with the token. To resume is no use of it. */
  beginSession(): void;
}

/** The ephemeral tokens of `POST /{version}/auth_tokens`. Google's codes; the sentences are ours where it publishes none. */
export class Tokens {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, Token>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Mints a token; throws Refused, with Google's sentence, for a request it would not take. */
  create(request: unknown): { readonly name: string } {
    if (!isObject(request)) throw new Refused(1007, 'Invalid JSON payload received.');
    for (const name of Object.keys(request)) if (!fields.has(name)) throw unknownField(name, '');
    const now = this.#clock.now();
    const { uses, bidiGenerateContentSetup: setup, fieldMask } = request;
    const name = `auth_tokens/${randomName()}`;
    this.#tokens.set(name, {
      uses: typeof uses === 'number' ? uses : 1,
      used: 0,
      expires: time(request['expireTime'], now, 30 * MINUTE),
      newSessionExpires: time(request['newSessionExpireTime'], now, MINUTE),
      setup: isObject(setup) ? setup : undefined,
      fieldMask: typeof fieldMask === 'string' && fieldMask ? fieldMask.split(',') : [],
    });
    return { name };
  }

  /** Throws Refused where the token is none of ours or dead. */
  admit(name: string): Admission {
    const token = this.#tokens.get(name);
    if (!token) throw new Refused(1008, 'Token not found. Please pass a valid auth token.');
    if (this.#clock.now() >= token.expires) throw new Refused(1008, 'Token has expired.');
    return {
      expires: token.expires,
      effectiveSetup: (setup) => lockSetup(setup, token),
      beginSession: () => {
        if (this.#clock.now() >= token.newSessionExpires)
          throw new Refused(1008, 'Token has expired for new sessions.');
        if (token.uses > 0 && token.used >= token.uses)
          throw new Refused(1008, 'Token has been used too many times.');
        token.used += 1;
      },
    };
  }
}

const randomName = (): string =>
  [...crypto.getRandomValues(new Uint8Array(24))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

function time(value: unknown, now: number, otherwise: number): number {
  if (value === undefined) return now + otherwise;
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) throw new Refused(1007, 'Invalid value (Timestamp).');
  if (at - now > 20 * 60 * MINUTE)
    throw new Refused(1007, 'expire_time must be less than 20 hours in the future.');
  return at;
}

/**
 * With a mask, the masked fields of the token's setup overwrite the client's; without one the token's setup
 * is all that counts, the client's resumption handle included. https://ai.google.dev/api/live#AuthToken
 */
function lockSetup(setup: JsonObject, { setup: locked, fieldMask }: Token): JsonObject {
  if (!locked) return setup;
  if (fieldMask.length === 0) return locked;
  return fieldMask.reduce((merged, path) => overwrite(merged, locked, path.split('.')), setup);
}

function overwrite(setup: JsonObject, locked: JsonObject, path: readonly string[]): JsonObject {
  const [name = '', ...rest] = path;
  const mine = setup[name];
  const theirs = locked[name];
  if (rest.length > 0 && isObject(theirs))
    return { ...setup, [name]: overwrite(isObject(mine) ? mine : {}, theirs, rest) };
  return { ...setup, [name]: theirs };
}
