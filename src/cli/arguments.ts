/** What was written after the name of a command. */
export class Arguments {
  readonly #values: Readonly<Record<string, unknown>>;
  /** The one operand, where there is one. */
  readonly operand: string | undefined;

  constructor(values: Readonly<Record<string, unknown>>, operand: string | undefined) {
    this.#values = values;
    this.operand = operand;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }
}
