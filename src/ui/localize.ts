import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { compose } from './compose.js';
import { localeOf } from './locale.js';
import { named } from './named.js';
import { en, type Words } from './strings/en.js';
import { awaited, languagesFor, look, readers, wordsFor } from './tables.js';

export { loadLanguages, registerStrings } from './tables.js';

/** An element with words. */
type Reader = ReactiveControllerHost &
  Element & {
    /** Words that count for more than those of any table. */
    readonly strings?: unknown;
    readonly agentName?: string | undefined;
  };

/** Watches the `lang` of everything around the elements of the page, while there are any. */
let observer: MutationObserver | undefined;

/** Finds the words for an element, in its language, and has it drawn again when there are others. */
export class Localizer implements ReactiveController {
  /** The words, with a name in the place of each `{name}`. */
  words: Words = en;

  readonly #reader: Reader;
  #table: Words | undefined;
  #isStale = true;
  #isHidden = false;
  #wasSeen = false;
  #strings: unknown;
  #name: string | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
    reader.addController(this);
  }

  hostConnected(): void {
    readers.add(this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    readers.delete(this.#look);
    if (readers.size === 0) observer?.disconnect();
  }

  hostUpdate(): void {
    const { strings, agentName } = this.#reader;
    if (this.#isStale) this.#chooseTable();
    else if (strings === this.#strings && agentName === this.#name) return;
    this.#strings = strings;
    this.#name = agentName;
    this.words = named(replaced(this.#table ?? en, strings), agentName);
  }

  /** A card that nobody has seen yet takes its room, and waits a moment for words that would change in sight. */
  hostUpdated(): void {
    if (this.#isHidden === !this.#wasSeen) return;
    this.#isHidden = !this.#wasSeen;
    for (const { style } of (this.#reader.shadowRoot?.children ?? []) as Iterable<HTMLElement>) {
      // A property, not a style attribute: a strict CSP allows it.
      style.visibility = this.#isHidden ? 'hidden' : '';
    }
  }

  readonly #look = () => {
    this.#isStale = true;
    this.#reader.requestUpdate();
  };

  #watch(): void {
    if (!this.#reader.isConnected) return;
    observer ??= new MutationObserver(look);
    for (const place of surroundings(this.#reader)) {
      const isRoot = place.nodeType !== Node.ELEMENT_NODE;
      if (isRoot) observer.observe(place, { attributeFilter: ['lang'], subtree: true });
    }
  }

  /** Keeps the words that there are while the file with others is on its way. */
  #chooseTable(): void {
    this.#isStale = false;
    this.#watch();
    const lang = langOf(this.#reader);
    const wait = awaited(lang);
    if (!wait || !this.#table) this.#table = wordsFor(wait ? 'en' : lang);
    this.#wasSeen ||= wait !== 'coming';
  }
}

/**
 * The language that an element is to speak, as a tag: that of the nearest `lang` around it, where the caller
 * sees it; else that of the page, of the browser as far as there are words, or English.
 */
export function langOf(element: Element): string {
  const [nearest] = surroundings(element).flatMap((place) => place.getAttribute?.('lang') ?? []);
  const page = (element.ownerDocument.documentElement as Element | null)?.getAttribute('lang');
  return (
    [nearest, page].find(localeOf) ??
    (navigator as Partial<Navigator>).languages?.find((lang) => languagesFor(lang).length > 0) ??
    'en'
  );
}

/** As much of a node as leads on from it, or tells its language. */
type Place = Node &
  Partial<Pick<Element, 'assignedSlot' | 'getAttribute'> & { readonly host: Node }>;

/** A node, and all that is around it: through slots, and out of shadow roots. */
function surroundings(element: Place): readonly Place[] {
  const places = new Set<Place>();
  let place: Place | null | undefined = element;
  // In a form, a field may be named parentNode: https://html.spec.whatwg.org/#dom-form-nameditem
  while (place && !places.has(place)) {
    places.add(place);
    place = place.assignedSlot ?? place.parentNode ?? place.host;
  }
  return [...places];
}

/** The words of a table, or those of a page in their places; their language has a tag. */
function replaced(table: Words, strings: unknown): Words {
  const words = compose(table, strings);
  return { ...words, lang: String(localeOf(words.lang) ?? table.lang) };
}
