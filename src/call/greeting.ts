/** Sessions that may be asked: the first, and one that knows nothing of it, since servers may hang up on it. */
const MAX_ASKED = 2;

/** Has the model open the call, unless somebody has said or written something by then. */
export class Greeting {
  readonly #text: string;
  #left = MAX_ASKED;
  #due = false;

  constructor(text: string | undefined) {
    this.#text = text?.trim() ?? '';
  }

  /** A session that knows nothing of the call comes next. */
  ask(): void {
    this.#due = this.#text !== '' && this.#left-- > 0;
  }

  /** The words for the session that is open now, if it is to be asked and the call is `quiet`. */
  take(quiet: boolean): string | undefined {
    const due = this.#due && quiet;
    this.#due = false;
    return due ? this.#text : undefined;
  }
}
