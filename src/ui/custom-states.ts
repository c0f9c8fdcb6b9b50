/**
 * Makes a function that sets the custom states of an element, for `:state()`, to the names that are
 * true. jsdom and happy-dom have no such states; a page must mount in them all the same.
 */
export function createStates(
  element: Partial<HTMLElement>,
): (names: Readonly<Record<string, boolean>>) => void {
  const internals: Partial<ElementInternals> | undefined = element.attachInternals?.();
  return (names) => {
    internals?.states?.clear();
    for (const [name, on] of Object.entries(names)) if (on) internals?.states?.add(name);
  };
}
