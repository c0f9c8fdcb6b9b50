import type { Browser, Frame, Page } from 'puppeteer-core';
import type { CallState } from '../../src/call/lifecycle.js';
import type { CallMetrics } from '../../src/call/metrics.js';
import type { LedgerSnapshot } from '../../src/element.js';
import type { TestLine } from '../helpers/line.js';
import type * as signalMicrophone from '../helpers/signal-microphone.js';

declare global {
  /** In a visited page: the states and the `callerror` and `callend` of its calls, in order. */
  var told: string[];
}

/** Somebody's first visit to a page. */
export interface Visit {
  readonly page: Page;
  /** Errors on the console, exceptions and violations of the page's policy. */
  readonly faults: readonly string[];
}

/** Opens `url` in a browser that has never been there. `before` runs in the page ahead of its scripts, with `text`. */
export async function visit(
  browser: Browser,
  url: string,
  before?: (text: string) => void,
  text = '',
): Promise<Visit> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.evaluateOnNewDocument(() => {
    globalThis.told = [];
    // The events of a call do not bubble, but they can be captured on their way down.
    const capture = { capture: true };
    addEventListener(
      'statechange',
      (event) => told.push((event as Event & { state: string }).state),
      capture,
    );
    addEventListener('callerror', () => told.push('callerror'), capture);
    addEventListener('callend', () => told.push('callend'), capture);
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`violation of ${effectiveDirective} by ${blockedURI}`),
    );
  });
  if (before) await page.evaluateOnNewDocument(before, text);
  await page.goto(url);
  return { page, faults };
}

/** Leaves all pages that were visited, with their calls. */
export async function leaveAll(browser: Browser): Promise<void> {
  const own = browser.browserContexts().filter(({ id }) => id);
  await Promise.all(own.map((context) => context.close()));
}

/** Clicks on a part of the call, as a person does who looks first. */
export async function press(page: Page | Frame, part: 'start' | 'mute' | 'end'): Promise<void> {
  if (part === 'start') await openPanel(page);
  const button = await page.waitForSelector(`live-call >>> [part=${part}]`);
  // A control that has just taken the place of another one takes no press for 0.7 s.
  const rest = part !== 'mute' && (await page.evaluate(() => told.length)) > 0 ? 750 : 0;
  const then = await page.evaluate(() => performance.now());
  const rested = (until: number) => performance.now() > until;
  await page.waitForFunction(rested, { polling: 10 }, then + rest);
  await button?.click();
}

/** Opens a floating call, and waits until its controls take presses. */
export async function openPanel(page: Page | Frame): Promise<void> {
  const first = await page.waitForSelector('live-call >>> :is([part=start], [part=launcher])');
  if ((await first?.evaluate((button) => button.getAttribute('part'))) !== 'launcher') return;
  await first?.click();
  await page.waitForSelector('live-call >>> [part=start]');
  const then = await page.evaluate(() => performance.now());
  await page.waitForFunction((since) => performance.now() > since + 750, { polling: 10 }, then);
}

/** Resolves when the page was told of it. */
export async function until(
  page: Page | Frame,
  what: CallState | 'callerror' | 'callend',
): Promise<void> {
  await page.waitForFunction((it) => told.includes(it), { polling: 10 }, what);
}

/** All words on the card. */
export async function card(page: Page | Frame): Promise<string> {
  return page.$eval('live-call', async (call) => {
    await call.updateComplete;
    return (call.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ');
  });
}

/** The facts of a failed call, as its page knows them. */
export interface Failure {
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly state: CallState;
  readonly told: readonly string[];
  readonly card: string;
}

/** Clicks on the start button and waits until that call has failed. */
export async function failure(page: Page | Frame): Promise<Failure> {
  await press(page, 'start');
  await until(page, 'callend');
  const seen = await page.$eval('live-call', ({ error, state }) => ({
    code: error?.code,
    detail: error?.detail,
    state,
    told: globalThis.told,
  }));
  return { ...seen, card: await card(page) };
}

/** Starts a call by script whose microphone plays the position code. */
export async function speak(page: Page | Frame): Promise<void> {
  await page.$eval('live-call', async (call) => {
    const path = '/signal-microphone.js';
    const { withSignal } = (await import(path)) as typeof signalMicrophone;
    await withSignal(48_000, () => call.start());
  });
}

/** Hangs up by script: nobody can click on a page that is not in front. Returns the account. */
export async function hangUp(
  page: Page | Frame,
): Promise<{ readonly ledger: LedgerSnapshot; readonly metrics: CallMetrics }> {
  return page.$eval('live-call', async (call) => {
    await call.stop();
    const { ledger, metrics } = call;
    return { ledger, metrics };
  });
}

/** Has a whole call: says something, then is quiet and hears the model, hangs up. Returns the account. */
export async function wholeCall(page: Page | Frame, line: TestLine): Promise<LedgerSnapshot> {
  await press(page, 'start');
  await until(page, 'streaming');
  await press(page, 'mute');
  await line.do({ say: 0.3 });
  await page.waitForFunction(
    () => (document.querySelector('live-call')?.ledger.playback.played ?? 0) > 0,
    { polling: 10 },
  );
  await press(page, 'end');
  await until(page, 'callend');
  return page.$eval('live-call', ({ ledger }) => ledger);
}

export const nothingLive = { contexts: 0, tracks: 0, sockets: 0 };

/** Everything that the calls of a page hold of the browser; the page has to have `/resources.js` as a module script. */
export async function live(page: Page | Frame): Promise<typeof nothingLive> {
  return page.evaluate(async () => {
    const path = '/resources.js';
    const resources = (await import(path)) as { live(): typeof nothingLive };
    return resources.live();
  });
}
