/** A JSON object whose fields are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads fields of a JSON object one by one. A field that is missing or `null` is `undefined`; one of
 * the wrong type is too, and is reported by its name. Never throws.
 */
export class Fields {
  readonly #record: UnknownRecord;
  readonly #report: (what: string) => void;

  constructor(record: UnknownRecord, report: (what: string) => void) {
    this.#record = record;
    this.#report = report;
  }

  text(name: string): string | undefined {
    return this.#typed(name, (value) => typeof value === 'string');
  }

  flag(name: string): boolean {
    return this.#typed(name, (value) => typeof value === 'boolean') ?? false;
  }

  record(name: string): UnknownRecord | undefined {
    return this.#typed(name, isRecord);
  }

  /** The object in field `name`, to be read in the same way. */
  fields(name: string): Fields | undefined {
    const record = this.record(name);
    return record && new Fields(record, this.#report);
  }

  /** The texts in the list `name`. */
  texts(name: string): string[] {
    return this.#list(name, (value) => typeof value === 'string');
  }

  /** The objects in the list `name`. */
  objects(name: string): Fields[] {
    return this.#list(name, isRecord).map((record) => new Fields(record, this.#report));
  }

  #list<T>(name: string, is: (value: unknown) => value is T): T[] {
    const items: unknown[] = this.#typed(name, Array.isArray) ?? [];
    return items.filter((item) => {
      if (!is(item)) this.#report(`${name}[]`);
      return is(item);
    });
  }

  #typed<T>(name: string, is: (value: unknown) => value is T): T | undefined {
    // A page may have changed Object.prototype, so only own fields count.
    const value = Object.hasOwn(this.#record, name) ? this.#record[name] : undefined;
    if (value === undefined || value === null) return undefined;
    if (is(value)) return value;
    this.#report(name);
    return undefined;
  }
}
