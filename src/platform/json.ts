/**
 * Whether old libraries have changed how the language's own objects become JSON, as Prototype.js and MooTools
 * did: https://github.com/prototypejs/prototype/blob/1.7.3/src/prototype/lang/array.js
 */
function isSpoilt(): boolean {
  try {
    return 'toJSON' in [] || new Date(0).toJSON() !== '1970-01-01T00:00:00.000Z';
  } catch {
    return true;
  }
}

/** JSON of `value`, unharmed by any `toJSON` on the prototypes of the language. Throws for what JSON cannot hold. */
export function toJson(value: unknown): string {
  return JSON.stringify(isSpoilt() ? bare(value) : value) ?? 'null';
}

/** A copy of `value` as JSON has it. Throws for what JSON cannot hold. */
export function copyAsJson(value: unknown): unknown {
  return JSON.parse(toJson(value));
}

/** A copy without prototypes: the platform finds no `toJSON` on it. */
function bare(given: unknown, key = ''): unknown {
  const value = convert(given, key);
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.setPrototypeOf(Array.isArray(value) ? [] : {}, null) as typeof value;
  for (const [name, entry] of Object.entries(value)) {
    Reflect.set(copy, name, bare(entry, name));
  }
  return copy;
}

interface Convertible {
  readonly toJSON?: (key: string) => unknown;
}

/** What a `toJSON` that is the value's own, or its class's, makes of it. */
function convert(value: unknown, key: string): unknown {
  if (value instanceof Date) return Number.isFinite(+value) ? value.toISOString() : null;
  if (typeof value !== 'object' && typeof value !== 'bigint') return value;
  const [own, ofObjects, ofArrays] = [value, {}, []].map((one) => (one as Convertible)?.toJSON);
  const counts = typeof own === 'function' && own !== ofObjects && own !== ofArrays;
  return counts ? own.call(value, key) : value;
}
