/** A start during another call of the page ends that call, or fails with `call-elsewhere`. */
export type WhenBusy = 'take-over' | 'refuse';

/** The call that holds the page. */
export interface PageHolder {
  /** Ends the call, because another one takes its place. */
  replace(): void;
}

/** The one call of a page: there is one microphone, and two models would talk to each other. */
export interface PageLock {
  holder: PageHolder | undefined;
  /** Resolves when the calls before have sent their last word and let go of everything. */
  released: Promise<void> | undefined;
}

/** By a registered symbol, so that two copies of this script on a page mean the same call. */
const key: unique symbol = Symbol.for('live-call.page-lock') as never;

/** The lock of this page. */
export function pageLock(): PageLock {
  const page = globalThis as { [key]?: PageLock };
  return (page[key] ??= { holder: undefined, released: undefined });
}

/** Gives the page to `caller`; ends the call of the holder before it, or returns false where that one is to be left alone. */
export function acquirePage(caller: PageHolder, whenBusy: WhenBusy): boolean {
  const page = pageLock();
  const before = page.holder;
  if (before && whenBusy === 'refuse') return false;
  // First, so that a call that starts again because it was replaced finds the one that replaced it.
  page.holder = caller;
  before?.replace();
  return true;
}

/** Takes the page from `caller`, if it holds it. The next call waits for `release`; then `tell` is called. */
export function releasePage(
  caller: PageHolder,
  release: () => Promise<void>,
  tell: () => void,
): Promise<void> {
  const page = pageLock();
  if (page.holder === caller) page.holder = undefined;
  const released = Promise.all([page.released, release().catch(() => {})]).then(() => {
    if (page.released === released) page.released = undefined;
    tell();
  });
  page.released = released;
  return released;
}
