const TEXT = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"/iuy;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/iy;

/** Reads JSON as far as it is JSON. Node tells the place of some errors only, and quotes the text around others. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Behind the last token that fits, and the space after it. */
  get at(): number {
    this.#take(/(?:)/y);
    return this.#at;
  }

  value(): boolean {
    if (this.#take(/\{/y))
      return this.#list(/\}/y, () => this.#take(TEXT) && this.#take(/:/y) && this.value());
    if (this.#take(/\[/y)) return this.#list(/\]/y, () => this.value());
    return this.#take(TEXT) || this.#take(SCALAR);
  }

  #list(end: RegExp, entry: () => boolean): boolean {
    if (this.#take(end)) return true;
    do if (!entry()) return false;
    while (this.#take(/,/y));
    return this.#take(end);
  }

  #take(token: RegExp): boolean {
    for (const pattern of [/[ \t\r\n]*/y, token]) {
      pattern.lastIndex = this.#at;
      if (!pattern.test(this.#text)) return false;
      this.#at = pattern.lastIndex;
    }
    return true;
  }
}

/** Where a text that is no JSON goes wrong: `line 2, column 12`. */
export function placeOfError(text: string): string {
  const reader = new Reader(text);
  reader.value();
  const lines = text.slice(0, reader.at).split(/\r?\n/);
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
