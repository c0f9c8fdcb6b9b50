import type { CallStatus } from '../call/status.js';

/** A call, as far as its custom states tell. */
interface Shown {
  readonly state: string;
  readonly reconnecting: boolean;
  readonly muted: boolean;
  readonly status: CallStatus;
}

/**
 * Makes a function that sets the custom states of an element, for `:state()`, to those of a call. jsdom and
 * happy-dom have no such states; a page must mount in them all the same.
 */
export function createStates(element: Partial<HTMLElement>): (call: Shown) => void {
  const internals: Partial<ElementInternals> | undefined = element.attachInternals?.();
  return ({ state, reconnecting, muted, status: { speaking, micMuted, text } }) => {
    const names = { reconnecting, speaking, 'mic-muted': micMuted, muted, 'text-only': !!text };
    internals?.states?.clear();
    for (const [name, on] of Object.entries({ [state]: true, ...names }))
      if (on) internals?.states?.add(name);
  };
}
