import type { HostSettings } from '../../src/broker/hosts/settings.js';
import type { upstream } from '../broker/upstream.js';
import type { Question } from './ask.js';

/** What a row may build its request of. */
export interface Given {
  /** The broker under test, such as `http://127.0.0.1:8080`. */
  readonly own: string;
  /** A ticket that ends in so many seconds; of another key, if one is given. */
  ticket(seconds: number, key?: string): string;
  /** The ticket in the latest answer. */
  readonly latest: string;
}

/** One request to a broker, and what becomes of it: the same with all of them. */
export interface Row {
  readonly name: string;
  /** In addition to a POST of `{}` by an allowed page. */
  readonly ask?: Question | ((given: Given) => Question);
  /** How the Live API answers; with a token, unless given. */
  readonly live?: Partial<typeof upstream>;
  readonly status: number;
  readonly code?: string;
  readonly retryable?: boolean;
  /** Headers of the answer, beside those that every answer has; `undefined` where there must be none. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Most seconds to wait that the answer may name: it names them less those that passed since the first row. */
  readonly waitsAtMost?: number;
  /** The handle that is locked into the token. */
  readonly handle?: string;
  /** The token lasts as long as this ticket, in seconds from now; as `maxCall` says, unless given. */
  readonly seconds?: number;
  /** The owner reads this. */
  readonly why?: RegExp;
}

/** Rows that one broker answers one after the other. */
export interface Part {
  readonly name: string;
  readonly settings: Omit<HostSettings, 'baseUrl'>;
  /** Unless given, a key. */
  readonly apiKey?: string;
  readonly rows: readonly Row[];
}

/** A refusal; `retryable` as the code always has it. */
export const refused = (status: number, code: string, why?: RegExp, retryable = false) => ({
  status,
  code,
  retryable,
  ...(why && { why }),
});
