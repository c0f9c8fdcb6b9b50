/** What starting a call does while another one goes on on the page: end that one, or fail with `call-elsewhere`. */
export type WhenBusy = 'take-over' | 'refuse';

/** Who is in a call. */
export interface PageCaller {
  /** Ends the call, because another one takes its place. */
  replace(): void;
}

/** The one call of a page: there is one microphone, and two models would talk to each other. */
export interface PageCall {
  caller: PageCaller | undefined;
  /** Resolves when the calls before have sent their last word and let go of everything. */
  released: Promise<void> | undefined;
}

/** By a registered symbol, so that two copies of this script on a page mean the same call. */
const key: unique symbol = Symbol.for('live-call.page-call') as never;

/** The call of this page. */
export function pageCall(): PageCall {
  const page = globalThis as { [key]?: PageCall };
  return (page[key] ??= { caller: undefined, released: undefined });
}
