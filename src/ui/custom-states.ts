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
 *
 * @cssstate idle - No call.
 * @cssstate connecting - The session is being opened, for the first time or again.
 * @cssstate ready - The session is open; nothing has been sent yet.
 * @cssstate streaming - Speech is on its way.
 * @cssstate reconnecting - The session was lost and the next one is looked for.
 * @cssstate speaking - The model's voice sounds.
 * @cssstate mic-muted - The microphone is muted.
 * @cssstate text-only - No microphone takes part in the call.
 * @cssstate muted - The model's voice is muted.
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
