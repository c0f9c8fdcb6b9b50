import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import type { LiveCall } from '../../src/element.js';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { recipe, recipes } from './recipe.js';
import { openSite, type Site } from './site.js';
import { card, failure, leaveAll, press, until, visit, wholeCall } from './visit.js';

/** Where a page has its calls, and when it is. */
interface World {
  readonly baseUrl: string;
  readonly now?: number | undefined;
}

/** Has the page dial the emulator in the place of Google, so that a recipe need not say so, at a time of the test's own. */
function enter(text: string): void {
  const { baseUrl, now } = JSON.parse(text) as World;
  const Theirs = WebSocket;
  globalThis.WebSocket = class extends Theirs {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(String(url).replace('wss://generativelanguage.googleapis.com', baseUrl), protocols);
    }
  };
  if (now === undefined) return;
  const { prototype } = Intl.DateTimeFormat;
  const { formatToParts } = prototype;
  prototype.formatToParts = function formatThen(date = now) {
    return formatToParts.call(this, date);
  };
}

describe('docs/embed.md', () => {
  let site: Site;
  let line: TestLine;
  let browser: Browser;
  let elsewhere: string;
  const seen = new Set<string>();

  before(async () => {
    site = await openSite();
    line = await openLine({ persona: 'silent' });
    for (const path of ['/token', '/token/sales', '/token/support']) {
      site.route(path, new URL(line.tokenUrl).pathname);
    }
    elsewhere = site.origin.replace('127.0.0.1', 'localhost');
    browser = await openBrowser();
  });
  afterEach(() => leaveAll(browser));
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** Opens the page of a recipe. */
  async function open(heading: string, now?: number) {
    seen.add(heading);
    const { html, headers } = recipe(heading, {
      'https://cdn.example.com': elsewhere,
      'wss://generativelanguage.googleapis.com': site.origin.replace('http', 'ws'),
      'https://calls.example.com/call': `${elsewhere}/call`,
    });
    const world: World = { baseUrl: line.baseUrl.replace('http', 'ws'), now };
    return visit(browser, site.page(html, headers), enter, JSON.stringify(world));
  }

  const stateOf = (page: Page, selector = 'live-call') =>
    page.$eval(selector, (call) => (call as LiveCall).state);

  const direct = [
    'On one page',
    'On every page',
    'Content security policy with a nonce',
    'From a CDN, with integrity',
  ];
  for (const heading of direct) {
    it(`has a page whose call is a whole one: ${heading}`, async () => {
      const { page, faults } = await open(heading);
      const { sent, playback } = await wholeCall(page, line);
      assert.ok(sent > 0 && playback.played > 0);
      // A browser tells of the blob: that it may not load, before the file beside the script.
      assert.deepEqual(
        faults.filter((fault) => !fault.includes('blob')),
        [],
      );
    });
  }

  const pressed = {
    'By a link': 'a',
    'When your pages must stay fast': 'button',
    'Tag manager': 'button',
    'Content security policy with strict-dynamic': 'button',
    'The loader with Trusted Types': 'button',
    'The loader from a CDN, with integrity': 'button',
  };
  for (const [heading, selector] of Object.entries(pressed)) {
    it(`has a page on which one press starts a call: ${heading}`, async () => {
      const { page, faults } = await open(heading);
      await page.waitForSelector('live-call');
      const url = page.url();
      await (await page.waitForSelector(selector))!.click();
      await until(page, 'streaming');
      assert.equal(page.url(), url);
      assert.deepEqual(
        faults.filter((fault) => !fault.includes('blob')),
        [],
      );
    });
  }

  for (const heading of ['On every page', 'Tag manager']) {
    it(`has a script whose settings reach its call: ${heading}`, async () => {
      const { page } = await open(heading);
      const call = await page.waitForSelector('html > live-call');
      const settings = await call!.evaluate((element) => {
        const { tokenUrl, placement, variant } = element;
        return { tokenUrl, placement, variant };
      });
      const wanted = { tokenUrl: '/token', placement: 'bottom-start', variant: 'floating' };
      assert.deepEqual(settings, wanted);
    });
  }

  it('has a page that loads nothing before its consent manager lets it: Consent manager', async () => {
    const asked = site.asked('/live-call.min.js');
    const { page } = await open('Consent manager');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    assert.equal(site.asked('/live-call.min.js'), asked);
    assert.equal(await page.$('live-call'), null);
    await page.evaluate(() => {
      const held = document.querySelector('script')!;
      const script = document.createElement('script');
      for (const { name, value } of held.attributes) script.setAttribute(name, value);
      script.type = 'text/javascript';
      held.replaceWith(script);
    });
    await press(page, 'start');
    await until(page, 'streaming');
  });

  it('has a page with a call in a frame of another origin: In a frame', async () => {
    const inside = recipe('On one page', {}).html;
    const address = new URL(site.page(inside)).pathname;
    site.route('/call', (response) => {
      response.writeHead(307, { location: address }).end();
    });
    const { page } = await open('In a frame');
    const frame = await (await page.waitForSelector('iframe'))!.contentFrame();
    await press(frame, 'start');
    await until(frame, 'streaming');
  });

  it('has a page on which each link starts its own agent, one at a time: Several agents', async () => {
    const { page } = await open('Several agents');
    const ended = page.evaluate(
      () =>
        new Promise((resolve) => {
          document
            .querySelector('#sales')!
            .addEventListener('callend', (event) =>
              resolve((event as Event & { reason: string }).reason),
            );
        }),
    );
    await page.click('[href="#sales"]');
    await page.waitForFunction(() => document.querySelector('live-call')?.state === 'streaming');
    assert.equal(await stateOf(page, '#support'), 'idle');
    await page.click('[href="#support"]');
    assert.equal(await ended, 'replaced');
    await page.waitForFunction(
      () => document.querySelector<LiveCall>('#support')?.state === 'streaming',
    );
    await page.click('[href="#more"]');
    assert.match(page.url(), /#more$/);
  });

  it('has a page with a floating call for each script: Several agents on every page', async () => {
    const { page } = await open('Several agents on every page');
    await page.waitForSelector('html > live-call#support');
    const calls = await page.$$eval('html > live-call', (all) =>
      all.map(({ id, tokenUrl }) => [id, tokenUrl]),
    );
    assert.deepEqual(calls, [
      ['sales', '/token/sales'],
      ['support', '/token/support'],
    ]);
    const before = site.asked('/token/sales');
    await page.click('[href="#sales"]');
    await until(page, 'streaming');
    assert.equal(await stateOf(page, '#sales'), 'streaming');
    assert.equal(await stateOf(page, '#support'), 'idle');
    assert.equal(site.asked('/token/sales') - before, 1);
  });

  it('has a page that takes no calls on a Sunday, and some on a Tuesday: Business hours', async () => {
    const asked = site.asked('/token');
    const closed = (await open('Business hours', Date.UTC(2026, 10, 29, 11))).page;
    const start = await closed.waitForSelector('live-call >>> [part=start]');
    assert.equal(await start!.evaluate((button) => (button as HTMLButtonElement).disabled), true);
    assert.match(await closed.$eval('live-call', (call) => call.textContent), /Monday to Friday/);
    const { page } = await open('Business hours', Date.UTC(2026, 11, 1, 8));
    assert.equal(site.asked('/token'), asked);
    await press(page, 'start');
    await until(page, 'streaming');
  });

  it('has a page that counts its calls: Statistics', async () => {
    const { page } = await open('Statistics');
    await wholeCall(page, line);
    const told = await page.evaluate(() => (globalThis as { dataLayer?: unknown }).dataLayer);
    const [start, end] = told as { event: string; reason?: string; seconds?: number }[];
    assert.equal(start?.event, 'live_call_start');
    assert.equal(end?.event, 'live_call_end');
    assert.equal(end?.reason, 'stopped');
    assert.equal(Number.isInteger(end?.seconds), true);
  });

  it('has a page with a phone number, without the script and after a failed call: A phone number', async () => {
    const heading = 'A phone number where no call is to be had';
    const isShown = (page: Page) => page.$eval('live-call a', (link) => link.checkVisibility());
    site.route('/live-call.min.js', (response) => void response.writeHead(404).end());
    assert.equal(await isShown((await open(heading)).page), true);
    site.route('/live-call.min.js', (_, usual) => usual());
    const { page } = await open(heading);
    assert.equal(await isShown(page), false);
    site.route('/token', (response) => void response.writeHead(404).end());
    const failed = await failure(page);
    site.route('/token', new URL(line.tokenUrl).pathname);
    assert.equal(failed.code, 'token-not-found');
    assert.match(await card(page), /do not work here now/);
    assert.equal(await isShown(page), true);
  });

  it('has no page that is not opened here', () => {
    assert.deepEqual(
      recipes.filter((heading) => !seen.has(heading)),
      [],
    );
  });
});
