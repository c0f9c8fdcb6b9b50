import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { openPanel, press, until, visit } from './visit.js';

describe('a caller with fingers', () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** Visits a page with a call on a phone of 360 × 640 px. */
  async function onPhone(variant: string): Promise<{ page: Page; line: TestLine }> {
    const line = await openLine({ persona: 'silent' });
    const call = `<live-call variant="${variant}" base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`;
    const { page } = await visit(
      browser,
      site.page(`<script src="/live-call.min.js"></script>${call}`),
    );
    await page.setViewport({ width: 360, height: 640, hasTouch: true, isMobile: true });
    return { page, line };
  }

  /** Taps `times` times on the place of a control, as fast as a finger and faster. */
  async function tap(page: Page, part: 'start' | 'mute' | 'end', times: number): Promise<void> {
    const control = await page.waitForSelector(`live-call >>> [part=${part}]`);
    const box = await control?.boundingBox();
    assert.ok(box, part);
    for (let taps = 0; taps < times; taps++) {
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    }
  }

  const starts = (page: Page) =>
    page.evaluate(() => told.filter((it) => it === 'connecting').length);
  const stateOf = (page: Page) => page.$eval('live-call', ({ state }) => state);

  for (const variant of ['inline', 'floating']) {
    it(`starts one call by three taps on a phone, and is in it: ${variant} (I1, I5)`, async () => {
      const { page } = await onPhone(variant);
      await openPanel(page);
      await tap(page, 'start', 3);
      await until(page, 'streaming');
      assert.equal(await starts(page), 1);
      assert.equal(await page.$eval('live-call', ({ micMuted }) => micMuted), false);
      assert.equal(await stateOf(page), 'streaming');
    });

    it(`hangs up by three taps on a phone, and no new call begins: ${variant} (I1, I5)`, async () => {
      const { page, line } = await onPhone(variant);
      await press(page, 'start');
      await until(page, 'streaming');
      await page.evaluate(() => {
        told.length = 0;
      });
      const rested = (then: number) => performance.now() > then + 2000;
      await page.waitForFunction(
        rested,
        { polling: 50 },
        await page.evaluate(() => performance.now()),
      );
      await tap(page, 'end', 3);
      await until(page, 'callend');
      await tap(page, 'start', 1);
      assert.equal(await stateOf(page), 'idle');
      assert.equal(await starts(page), 0);
      assert.equal((await line.waitFor({ closed: 1 })).connections.length, 1);
    });
  }

  it('mutes by two taps on a phone, and the microphone stays muted (I1, I5)', async () => {
    const { page } = await onPhone('inline');
    await press(page, 'start');
    await until(page, 'streaming');
    await tap(page, 'mute', 2);
    assert.equal(await page.$eval('live-call', ({ micMuted }) => micMuted), true);
    assert.equal(await stateOf(page), 'streaming');
  });
});
