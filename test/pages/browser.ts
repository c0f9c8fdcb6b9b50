import puppeteer, { type Browser } from 'puppeteer-core';

/** The exports of `scripts/browser.mjs`; it is no TypeScript and is not copied to build/. */
interface Chromium {
  chromiumPath(): Promise<string>;
  readonly chromiumArgs: readonly string[];
}

/** How a browser differs from the one in which all other tests run. */
interface BrowserFlags {
  /** Flags that it shall not have. */
  readonly without?: readonly string[];
  /** Flags that it shall have in addition. */
  readonly flags?: readonly string[];
  /** Flags of Puppeteer's own that it shall not have. */
  readonly ignoreDefaultArgs?: string[];
}

/** Starts a browser. Close it in `after`. */
export async function openBrowser({
  without = [],
  flags = [],
  ignoreDefaultArgs = [],
}: BrowserFlags = {}): Promise<Browser> {
  const path = new URL('../../../scripts/browser.mjs', import.meta.url).href;
  const { chromiumPath, chromiumArgs } = (await import(path)) as Chromium;
  const kept = chromiumArgs.filter((arg) => !without.some((flag) => arg.startsWith(flag)));
  return puppeteer.launch({
    executablePath: await chromiumPath(),
    args: [...kept, ...flags],
    ignoreDefaultArgs,
    headless: 'shell',
  });
}
