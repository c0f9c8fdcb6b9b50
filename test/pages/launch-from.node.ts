import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { leaveAll, until, visit } from './visit.js';

describe('data-launcher of a script', () => {
  let site: Site;
  let line: TestLine;
  let browser: Browser;
  let attributes: string;

  before(async () => {
    site = await openSite();
    line = await openLine({ persona: 'silent' });
    attributes = `base-url="${line.baseUrl}" token-url="${line.tokenUrl}"`;
    browser = await openBrowser();
  });
  afterEach(() => leaveAll(browser));
  after(async () => {
    await browser.close();
    await site.close();
  });

  const link = '<a href="#call"><b>Call us</b></a>';

  /** Opens a page whose script mounts a call, and has a launcher. */
  async function open(html: string, selector = "a[href='#call']", type = 'text/javascript') {
    const data = attributes.replace(/\S+=/g, 'data-$&');
    const script = `<script type="${type}" src="/live-call.min.js" ${data} data-launcher="${selector}"></script>`;
    const seen = await visit(browser, site.page(`<body>${script}${html}`));
    await seen.page.waitForSelector('html > live-call');
    return seen;
  }

  const isOpen = (page: Page) => page.$eval('live-call', (call) => call.open);

  for (const type of ['text/javascript', 'module']) {
    it(`has a link open and start the call, and leads nowhere, as a ${type} script`, async () => {
      const { page, faults } = await open(link, "a[href='#call']", type);
      const url = page.url();
      await page.click('b');
      await until(page, 'streaming');
      assert.equal(page.url(), url);
      assert.equal(await isOpen(page), true);
      assert.deepEqual(faults, []);
    });
  }

  it('works for a link that comes later, for a button and in a shadow root', async () => {
    const { page } = await open('<main></main>', '.call');
    for (const html of [
      '<a class="call" href="#">Call</a>',
      '<button class="call"><i>Call</i></button>',
      '<div></div>',
    ]) {
      await page.evaluate((html) => {
        told.length = 0;
        const main = document.querySelector('main')!;
        main.innerHTML = html;
        const host = main.querySelector('div');
        if (host) host.attachShadow({ mode: 'open' }).innerHTML = '<a class="call">Call</a>';
      }, html);
      await page.click('pierce/.call');
      await until(page, 'streaming');
      await page.$eval('live-call', (call) => call.stop());
    }
  });

  it('is pressed by the keyboard as well, which goes on in the panel', async () => {
    const { page } = await open(link);
    await page.focus('a');
    await page.keyboard.press('Enter');
    await until(page, 'streaming');
    assert.equal(await page.evaluate(() => document.activeElement?.localName), 'live-call');
  });

  it('opens the call again, and starts no second one, while it goes on', async () => {
    const { page } = await open(link);
    await page.click('a');
    await until(page, 'streaming');
    await page.$eval('live-call', (call) => (call.open = false));
    const { totals } = await line.report();
    await page.click('a');
    assert.equal(await isOpen(page), true);
    assert.equal((await line.report()).totals.tokenRequests, totals.tokenRequests);
    assert.equal(await page.$eval('live-call', ({ state }) => state), 'streaming');
  });

  it('leaves other links alone, and its own where there is no call', async () => {
    const { page } = await open(`${link}<a id="other" href="#other">Other</a>`);
    await page.click('#other');
    assert.match(page.url(), /#other$/);
    assert.equal(await page.evaluate(() => told.length), 0);
    await page.$eval('live-call', (call) => call.remove());
    await page.click('b');
    assert.match(page.url(), /#call$/);
  });

  it('is in the address of the script where its data is taken away', async () => {
    const url = new URL(`${site.origin}/live-call.min.js`);
    url.searchParams.set('token-url', line.tokenUrl);
    url.searchParams.set('base-url', line.baseUrl);
    url.searchParams.set('launcher', "a[href='#call']");
    const { page } = await visit(browser, site.page(`<script src="${url}"></script>${link}`));
    await page.click('b');
    await until(page, 'streaming');
  });

  it('starts the inline call of a page that has its own tag', async () => {
    const { page } = await visit(
      browser,
      site.page(`<script src="/live-call.min.js" data-launcher=".call"></script>
        <live-call ${attributes}></live-call><button class="call">Call</button>`),
    );
    await page.click('.call');
    await until(page, 'streaming');
  });

  it('obeys no element that somebody put into the page in the place of its tag (K8)', async () => {
    const { page } = await visit(
      browser,
      site.page(`<script type="module" src="x-live-call:" data-launcher="a"></script>
        <script type="module" src="/live-call.min.js"></script>
        <live-call ${attributes}></live-call><a href="#other">Other</a>`),
    );
    await page.waitForFunction(() => customElements.get('live-call'));
    await page.click('a');
    assert.match(page.url(), /#other$/);
    assert.equal(await page.evaluate(() => told.length), 0);
  });
});
