import { parseRules, type Rule } from './rules.js';

/**
 * How many tokens may be had. Each limit is a text of counts, all of which hold: `5/min 30/h` is at most 5 in
 * any minute and 30 in any hour; the units are `s`, `min`, `h` and `day`. `false` turns one off.
 */
export interface Limits {
  /** New calls of one caller: whom `authorize` names, else an address (of IPv6 a /64). Default: `5/min 30/h`. */
  readonly perCaller?: string | false | undefined;
  /** New calls of everybody together. Default: `60/min 1000/day`. */
  readonly total?: string | false | undefined;
  /** Further connections of one call. Default: `30/min`. */
  readonly perCall?: string | false | undefined;
}

const DEFAULTS = { perCaller: '5/min 30/h', total: '60/min 1000/day', perCall: '30/min' } as const;

export type LimitName = keyof typeof DEFAULTS;

/** One limit, as its owner wrote it and as a store takes it. */
export interface Limit {
  readonly name: LimitName;
  readonly text: string;
  readonly rules: readonly Rule[];
}

/**
 * The limits that are on.
 * @throws TypeError for one that is none.
 */
export function readLimits(given: Limits | false = {}): Partial<Record<LimitName, Limit>> {
  if (given === false) return {};
  if (typeof given !== 'object' || given === null) {
    throw new TypeError('createBroker: limits is neither false nor an object');
  }
  const unknown = Object.keys(given).find((name) => !(name in DEFAULTS));
  if (unknown !== undefined) {
    const known = Object.keys(DEFAULTS).join(', ');
    throw new TypeError(`createBroker: limits has no ${unknown}; it has ${known}`);
  }
  const names = Object.keys(DEFAULTS) as LimitName[];
  return Object.fromEntries(
    names
      .map((name) => ({ name, text: given[name] === undefined ? DEFAULTS[name] : given[name] }))
      .filter(({ text }) => text !== false)
      .map(({ name, text }) => {
        const rules = parseRules(name, text);
        return [name, { name, text: String(text).trim().replace(/\s+/g, ' '), rules }];
      }),
  );
}
