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

/** Who has the page, and who is about to leave it. */
export function pageCall(): PageCall {
  const page = globalThis as { [key]?: PageCall };
  return (page[key] ??= { caller: undefined, released: undefined });
}

/** Gives the page to `caller`, in the place of whoever has it; false where that one is to be left alone. */
export function claimPage(caller: PageCaller, whenBusy: WhenBusy): boolean {
  const page = pageCall();
  const before = page.caller;
  if (before && whenBusy === 'refuse') return false;
  // First, so that whoever starts again because it was replaced finds who has replaced it.
  page.caller = caller;
  before?.replace();
  return true;
}

/** Takes the page from `caller`, if it has it. The next call waits for its `release`, and `tell` says that it is done. */
export function leavePage(
  caller: PageCaller,
  release: () => Promise<void>,
  tell: () => void,
): void {
  const page = pageCall();
  if (page.caller === caller) page.caller = undefined;
  const released = Promise.allSettled([page.released, release()]).then(() => {
    if (page.released === released) page.released = undefined;
    tell();
  });
  page.released = released;
}
