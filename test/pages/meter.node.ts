import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { leaveAll, press, until, visit } from './visit.js';

declare global {
  /** In a visited page: the parts of the card that were changed, in order. */
  var changed: string[];
  /** The styles of the meter, one after the other. */
  var levels: string[];
}

describe('the meter of a call', () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    browser = await openBrowser();
  });
  afterEach(() => leaveAll(browser));
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** Visits a call that listens to the browser's own microphone, which beeps once a second. */
  async function listening(): Promise<Page> {
    const { baseUrl, tokenUrl } = await openLine({ persona: 'silent' });
    const url = site.page(`
      <style>.hidden { display: none }</style>
      <script src="/live-call.min.js"></script>
      <live-call base-url="${baseUrl}" token-url="${tokenUrl}"></live-call><p style="height: 300vh">`);
    const { page } = await visit(browser, url);
    await press(page, 'start');
    await until(page, 'streaming');
    await page.$eval('live-call', (call) => {
      globalThis.changed = [];
      globalThis.levels = [];
      const options = { subtree: true, attributes: true, childList: true, characterData: true };
      new MutationObserver((all) => {
        for (const { target } of all) {
          const element = target instanceof Element ? target : target.parentElement;
          const part = element?.getAttribute('part') ?? target.nodeName;
          changed.push(part);
          if (part === 'meter') levels.push((element as HTMLElement).style.cssText);
        }
      }).observe(call.shadowRoot!, options);
    });
    await seen(page);
    return page;
  }

  /** Resolves when the meter has moved, from now on. */
  async function seen(page: Page): Promise<void> {
    await page.evaluate(() => (globalThis.changed = []));
    await page.waitForFunction(() => changed.filter((part) => part === 'meter').length > 2, {
      polling: 10,
    });
  }

  /** The parts that change while the caller is heard for two seconds. */
  async function changedIn2s(page: Page): Promise<Set<string>> {
    return new Set(
      await page.$eval('live-call', async (call) => {
        // Whatever the browser tells of what is in sight, it has told by the second frame.
        for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
        globalThis.changed = [];
        const end = call.ledger.captured + 2 * 16_000;
        while (call.ledger.captured < end) await new Promise((resolve) => setTimeout(resolve, 10));
        return globalThis.changed;
      }),
    );
  }

  it('is all that changes while the caller speaks, but for the time', async () => {
    const page = await listening();
    assert.deepEqual([...(await changedIn2s(page))].toSorted(), ['meter', 'time']);
    // The microphone is silent most of the time.
    const levels = await page.evaluate(() => globalThis.levels);
    assert.ok(levels.length > 4);
    assert.ok(levels.every((level, i) => level !== levels[i - 1]));
  });

  for (const [where, leave, comeBack] of [
    ['out of sight', () => scrollTo(0, 1e6), () => scrollTo(0, 0)],
    [
      'hidden by the page',
      () => document.querySelector('live-call')!.classList.add('hidden'),
      () => document.querySelector('live-call')!.classList.remove('hidden'),
    ],
  ] as const) {
    it(`is left alone while it is ${where}`, async () => {
      const page = await listening();
      await page.evaluate(leave);
      assert.ok(!(await changedIn2s(page)).has('meter'));
      await page.evaluate(comeBack);
      await seen(page);
    });
  }
});
