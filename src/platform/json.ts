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
  return (isSpoilt() ? write(value, '') : JSON.stringify(value)) ?? 'null';
}

/** A copy of `value` as JSON has it. Throws for what JSON cannot hold. */
export function copyAsJson(value: unknown): unknown {
  return JSON.parse(toJson(value));
}

interface Convertible {
  toJSON?(key: string): unknown;
}

/** Does as https://tc39.es/ecma262/#sec-serializejsonproperty says; undefined for what JSON leaves out. */
function write(given: unknown, key: string): string | undefined {
  const value = convert(given, key);
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) parts.push(write(value[i], `${i}`) ?? 'null');
    return `[${parts.join(',')}]`;
  }
  for (const name of Object.keys(value)) {
    const json = write((value as Record<string, unknown>)[name], name);
    if (json !== undefined) parts.push(`${JSON.stringify(name)}:${json}`);
  }
  return `{${parts.join(',')}}`;
}

/** What a `toJSON` that is the value's own, or its class's, makes of it. */
function convert(value: unknown, key: string): unknown {
  if (value instanceof Date) return Number.isFinite(+value) ? value.toISOString() : null;
  if (typeof value !== 'object' && typeof value !== 'bigint') return value;
  const [own, ofObjects, ofArrays] = [value, {}, []].map((one) => (one as Convertible)?.toJSON);
  const counts = typeof own === 'function' && own !== ofObjects && own !== ofArrays;
  return counts ? own.call(value, key) : value;
}
