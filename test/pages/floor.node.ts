import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { visit } from './visit.js';

describe('a browser below the floor', () => {
  let site: Site;
  let url: string;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    url = site.page(`<script src="/live-call.min.js" defer></script>
      <live-call token-url="/token"><a href="tel:+1">Call us: +1</a></live-call>`);
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** What the visitor sees, with the lines on the console. */
  async function look(age?: () => void) {
    const lines: string[] = [];
    const { page, faults } = await visit(browser, 'about:blank', age);
    page.on('console', (message) => lines.push(message.text()));
    await page.goto(url, { waitUntil: 'load' });
    const seen = await page.$eval('live-call', (call) => ({
      upgraded: call.matches(':defined'),
      link: call.querySelector('a')?.checkVisibility() && call.querySelector('a')!.offsetHeight > 0,
    }));
    await page.browserContext().close();
    return { ...seen, faults, lines };
  }

  const ages: readonly [what: string, age: () => void][] = [
    [
      'light-dark()',
      () => {
        const supports: (...args: string[]) => boolean = CSS.supports.bind(CSS);
        CSS.supports = (...args: string[]) => !/light-dark/.test(args.join()) && supports(...args);
      },
    ],
    [
      'custom states',
      () => {
        const supports: (...args: string[]) => boolean = CSS.supports.bind(CSS);
        CSS.supports = (...args: string[]) => !/:state/.test(args.join()) && supports(...args);
      },
    ],
    ['attachInternals', () => Reflect.deleteProperty(HTMLElement.prototype, 'attachInternals')],
    ['adopted sheets', () => Reflect.deleteProperty(Document.prototype, 'adoptedStyleSheets')],
  ];
  for (const [what, age] of ages) {
    it(`that has no ${what} shows what is inside the tag, and says so in one line (H10)`, async () => {
      const { lines, ...seen } = await look(age);
      assert.deepEqual(seen, { upgraded: false, link: true, faults: [] });
      assert.equal(lines.length, 1);
      assert.match(lines[0]!, /^live-call: this browser is too old/);
    });
  }

  it('is not this one, which shows the card (H10)', async () => {
    assert.deepEqual(await look(), { upgraded: true, link: false, faults: [], lines: [] });
  });
});
