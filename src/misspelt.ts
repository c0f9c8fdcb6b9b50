/** The names that were warned of on this page. */
const warned = new Set<string>();

/** What is left of a name that a framework, a template or a person has written in its own way. */
const letters = (name: string) => name.replace(/^data-|[^a-z]/gi, '').toLowerCase();

/**
 * The names among `given` that look like one of `known`, each with that one: `tokenurl`, as React renders
 * `tokenUrl` on a server, or `data-token-url`, which the script tag reads and the element does not. A page
 * that has the right name as well means something else by the other.
 */
export function misspelt(
  given: readonly string[],
  known: readonly string[],
): readonly (readonly [name: string, right: string])[] {
  return given.flatMap((name) => {
    const right = known.find((one) => letters(one) === letters(name));
    return right && !given.includes(right) ? [[name, right] as const] : [];
  });
}

/** Warns of the misspelt attributes of an element on the console, once a page and name. */
export function warnOfMisspelt(element: Element, known: readonly string[]): void {
  for (const [name, right] of misspelt(element.getAttributeNames(), known)) {
    if (warned.has(name)) continue;
    warned.add(name);
    console.warn?.(`live-call: the attribute ${name} is not read; write ${right}.`);
  }
}
