import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { leaveAll, press, until, visit } from './visit.js';

const FILE = '/live-call.min.js';

describe('dist/live-call.loader.js', () => {
  let site: Site;
  let line: TestLine;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    browser = await openBrowser();
  });
  beforeEach(async () => {
    line = await openLine({ persona: 'silent' });
    site.route(FILE, (_, usual) => usual());
  });
  afterEach(() => leaveAll(browser));
  after(async () => {
    await browser.close();
    await site.close();
  });

  interface Shown {
    readonly inside?: string;
    readonly attributes?: string;
    readonly loader?: string;
    readonly around?: string;
  }

  /** Opens a page with the loader and a tag. */
  function open(shown: Shown = {}, before?: () => void) {
    const {
      inside = '<button>Call us</button>',
      attributes = '',
      loader = '',
      around = '',
    } = shown;
    return visit(
      browser,
      site.page(`<meta name="viewport" content="width=device-width">
        <link rel="stylesheet" href="/live-call.css">
        <script src="/live-call.loader.js" defer ${loader}></script>
        <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}" ${attributes}>${inside}</live-call>
        <p>Below</p>${around}`),
      before,
    );
  }

  const isReady = (page: Page) =>
    page.evaluate(() => customElements.get('live-call') !== undefined);

  /** Holds the script back until it is let go. */
  function hold() {
    const held: (() => void)[] = [];
    const came = new Promise<void>((resolve) => {
      site.route(FILE, (_, usual) => {
        held.push(usual);
        resolve();
      });
    });
    return {
      came,
      letGo: () => {
        for (const usual of held) usual();
        site.route(FILE, (_, usual) => usual());
      },
    };
  }

  const notFound = (response: ServerResponse) => void response.writeHead(404).end();

  it('loads nothing until somebody comes near, then once, and one press starts the call', async () => {
    const asked = site.asked(FILE);
    const { page, faults } = await open();
    await page.hover('p');
    assert.equal(site.asked(FILE), asked);
    const { came, letGo } = hold();
    await page.hover('live-call button');
    await came;
    letGo();
    await page.click('live-call button');
    await until(page, 'streaming');
    assert.equal(site.asked(FILE) - asked, 1);
    assert.equal((await line.report()).totals.tokenRequests, 1);
    assert.deepEqual(faults, []);
  });

  it('keeps the button in its place until it is pressed: nothing comes under the hand', async () => {
    const { page } = await open();
    const { came, letGo } = hold();
    await page.focus('live-call button');
    await came;
    letGo();
    await page.waitForFunction(
      (file) => performance.getEntriesByType('resource').some(({ name }) => name.endsWith(file)),
      {},
      FILE,
    );
    assert.equal(await isReady(page), false);
    assert.equal(await page.$eval('button', (button) => button.checkVisibility()), true);
  });

  it('keeps a press that comes before the script, and makes one call of many', async () => {
    const { page } = await open();
    const { came, letGo } = hold();
    for (let i = 0; i < 3; i++) await page.click('live-call button');
    await came;
    assert.equal(await page.$eval('live-call [role=status]', (note) => note.textContent), '…');
    letGo();
    await until(page, 'streaming');
    const { totals } = await line.report();
    assert.deepEqual([totals.tokenRequests, totals.connections], [1, 1]);
  });

  for (const key of ['Enter', 'Space'] as const) {
    it(`starts a call by the keyboard, which goes on in the card: ${key}`, async () => {
      const { page } = await open();
      await page.keyboard.press('Tab');
      await page.keyboard.press(key);
      await until(page, 'streaming');
      assert.equal(await page.evaluate(() => document.activeElement?.localName), 'live-call');
    });
  }

  it("shows the card's own Start where the browser has forgotten the press", async () => {
    const { page } = await open({}, () => {
      Object.defineProperty(navigator, 'userActivation', {
        value: { isActive: false, hasBeenActive: true },
      });
    });
    await page.click('live-call button');
    await press(page, 'start');
    await until(page, 'streaming');
    assert.deepEqual(
      await page.evaluate(() => told.filter((what) => what === 'connecting').length),
      1,
    );
  });

  it('says that the script did not come, leaves the other way, and tries again at the next press', async () => {
    site.route(FILE, notFound);
    const { page } = await open({
      inside: '<button>Call us</button> <a slot="fallback" href="tel:+1">+1</a>',
    });
    const says = (text: string) =>
      page.waitForFunction(
        (wanted) => document.querySelector('live-call [role=status]')?.textContent === wanted,
        { polling: 10 },
        text,
      );
    await page.click('live-call button');
    await says('This did not load. Try again.');
    assert.equal(await page.$eval('[slot]', (link) => link.checkVisibility()), true);
    await page.click('live-call button');
    await says('This did not load. Try again.');
    site.route(FILE, (_, usual) => usual());
    await page.click('live-call button');
    await until(page, 'streaming');
    assert.equal(await page.$('live-call [role=status]'), null);
  });

  it('has the words of the page for a script that did not come', async () => {
    site.route(FILE, notFound);
    const { page } = await open({ loader: 'data-failed="Bitte noch einmal."' });
    await page.click('live-call button');
    await page.waitForFunction(() => document.body.textContent.includes('Bitte noch einmal.'));
  });

  it('says so where the browser is too old for the script', async () => {
    const { page } = await open({}, () => {
      CSS.supports = () => false;
    });
    await page.click('live-call button');
    await page.waitForFunction(() => document.body.textContent.includes('This did not load.'));
    assert.equal(await page.$eval('button', (button) => button.checkVisibility()), true);
  });

  for (const [what, inside, attributes, label] of [
    ['where there is nothing', '', '', 'Talk to the AI'],
    ['with the name of the agent', '', 'agent-name="Mia"', 'Talk to Mia'],
    ['in the words of the card', '<b slot="start">Anrufen</b>', '', 'Anrufen'],
    ['beside another way', '<a slot="fallback" href="tel:+1">+1</a>', '', 'Talk to the AI'],
    ['beside a link elsewhere', '<a href="tel:+1">+1</a>', '', 'Talk to the AI'],
  ] as const) {
    it(`makes a button ${what}`, async () => {
      const { page } = await open({ inside, attributes });
      const texts = await page.$$eval('live-call > button', (buttons) =>
        buttons.map((button) => button.textContent),
      );
      assert.deepEqual(texts, [label]);
      await page.click('live-call > button');
      await until(page, 'streaming');
    });
  }

  it('makes no button beside one of the page', async () => {
    for (const inside of [
      '<p><button>A</button>',
      '<a href="#call">A</a>',
      '<i role="button">A</i>',
    ]) {
      const { page } = await open({ inside });
      assert.equal((await page.$$('live-call > button')).length, 0);
    }
  });

  it('leaves links that lead elsewhere alone', async () => {
    const { page } = await open({
      inside: '<button>Call us</button> <a href="/elsewhere">Write</a> <i slot="fallback">Fax</i>',
    });
    await page.click('live-call i');
    assert.equal(await page.$('live-call [role=status]'), null);
    await Promise.all([page.waitForNavigation(), page.click('live-call a')]);
    assert.match(page.url(), /elsewhere$/);
  });

  it('sends no form in which the tag lies', async () => {
    const { page } = await open({}, () => {
      addEventListener('DOMContentLoaded', () => {
        const form = document.createElement('form');
        document.querySelector('live-call')!.replaceWith(form);
      });
    });
    await page.evaluate(
      (baseUrl, tokenUrl) => {
        document.querySelector('form')!.innerHTML =
          `<live-call base-url="${baseUrl}" token-url="${tokenUrl}"><button>Call</button></live-call>`;
      },
      line.baseUrl,
      line.tokenUrl,
    );
    const url = page.url();
    await page.click('live-call button');
    await until(page, 'streaming');
    assert.equal(page.url(), url);
  });

  for (const width of [1000, 390]) {
    it(`moves nothing on the page when the card comes, ${width} px wide`, async () => {
      const { page } = await open();
      await page.setViewport({ width, height: 800 });
      const top = () => page.$eval('p', (below) => below.getBoundingClientRect().top);
      const before = await top();
      await page.click('live-call button');
      await until(page, 'streaming');
      assert.ok(Math.abs((await top()) - before) < 1, `${before} and ${await top()}`);
    });
  }

  for (const placement of ['bottom-end', 'top-start']) {
    it(`waits in the corner of a floating call, and opens its panel with the call: ${placement}`, async () => {
      const { page } = await open({ attributes: `variant="floating" placement="${placement}"` });
      const { width, height } = page.viewport()!;
      const box = await page.$eval('live-call button', (button) =>
        button.getBoundingClientRect().toJSON(),
      );
      const { left, top, right, bottom } = box as DOMRect;
      const gap = placement === 'top-start' ? [left, top] : [width - right, height - bottom];
      for (const side of gap) assert.ok(side > 0 && side < 40, String(gap));
      await page.click('live-call button');
      await until(page, 'streaming');
      assert.equal(await page.$eval('live-call', (call) => call.open), true);
    });
  }

  it('starts a call from a link of the page, before and after the script has come', async () => {
    const { page } = await open({
      loader: `data-launcher="a[href='#call']"`,
      around: '<a href="#call"><b>Call</b></a>',
    });
    await page.click('b');
    await until(page, 'streaming');
    await page.$eval('live-call', (call) => call.stop());
    await page.evaluate(() => (globalThis.told = []));
    await page.click('b');
    await until(page, 'streaming');
  });

  it('starts the call whose button was pressed, of two', async () => {
    const { page } = await open({
      around: `<live-call id="two" base-url="${line.baseUrl}" token-url="${line.tokenUrl}"><button>Two</button></live-call>`,
    });
    await page.click('#two button');
    await until(page, 'streaming');
    assert.deepEqual(await page.$$eval('live-call', (calls) => calls.map(({ state }) => state)), [
      'idle',
      'streaming',
    ]);
  });

  it('runs no script that is not the one of its integrity', async () => {
    const { page } = await open({ loader: `data-integrity="sha384-${'A'.repeat(64)}"` });
    await page.click('live-call button');
    await page.waitForFunction(() => document.body.textContent.includes('This did not load.'));
    assert.equal(await isReady(page), false);
  });

  it('takes no orders from an element that is named as a script is', async () => {
    const url = site.page(`<img name="currentScript" data-src="/evil.js" src="data:,">
      <script src="/live-call.loader.js"></script>
      <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"><button>Call</button></live-call>`);
    const { page } = await visit(browser, url);
    await page.click('live-call button');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    assert.equal(site.asked('/evil.js'), 0);
  });
});
