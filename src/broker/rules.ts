/** At most `count` requests in any stretch of time that is `windowMs` long. */
export interface Rule {
  readonly count: number;
  readonly windowMs: number;
}

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  day: 86_400_000,
};

/**
 * Reads rules such as `5/min 30/h`. `name` is the setting that they are of.
 * @throws TypeError for anything else.
 */
export function parseRules(name: string, text: unknown): readonly Rule[] {
  const words = typeof text === 'string' ? text.trim().split(/\s+/) : [];
  const rules = words.map((word) => {
    const [, count, unit = ''] = /^([1-9]\d{0,5})\/(s|min|h|day)$/.exec(word) ?? [];
    return { count: Number(count), windowMs: UNITS_MS[unit] ?? NaN };
  });
  if (rules.length > 0 && rules.every(({ windowMs }) => windowMs > 0)) return rules;
  const form = "it takes counts below a million, each by s, min, h or day, as in '5/min 30/h'";
  throw new TypeError(`createBroker: limits.${name} is ${JSON.stringify(text)}; ${form}`);
}

/** How many requests `rules` let through in any 24 hours. */
export function mostInDay(rules: readonly Rule[]): number {
  const days = UNITS_MS['day'] ?? NaN;
  return Math.min(...rules.map(({ count, windowMs }) => count * (days / windowMs)));
}
