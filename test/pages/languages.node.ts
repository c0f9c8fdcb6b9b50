import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import type { Table } from '../../src/ui/strings/en.js';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { until } from './visit.js';

const file = new URL('../../../dist/lang/de.js', import.meta.url);

const nonce = "script-src 'nonce-a1'; require-trusted-types-for 'script'; trusted-types lit-html";

/** A page, and how its server answers for the file of a language. */
interface Visit {
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: (request: HTTPRequest) => Promise<void>;
}

describe('the file of a language', () => {
  let site: Site;
  let line: TestLine;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    line = await openLine({ persona: 'silent' });
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** Opens a page; `asked` are the files that it asks for, `lines` what its console says. */
  async function open({ html, headers = {}, answer }: Visit) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const asked: string[] = [];
    const lines: string[] = [];
    page.on('console', (message) => {
      // The browser's own word about a file that is not there.
      if (!message.text().startsWith('Failed to load resource')) lines.push(message.text());
    });
    page.on('pageerror', (error) => lines.push(String(error)));
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      const isLanguage = pathname.includes('/lang/');
      if (isLanguage) asked.push(pathname);
      void (isLanguage && answer ? answer(request) : request.continue());
    });
    await page.evaluateOnNewDocument(() => {
      globalThis.told = [];
      const tell = (event: Event) => told.push((event as Event & { state: string }).state);
      addEventListener('statechange', tell, true);
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        console.error(`violation of ${effectiveDirective} by ${blockedURI}`),
      );
    });
    await page.goto(site.page(html, headers), { waitUntil: 'domcontentloaded' });
    return { page, asked, lines };
  }

  const tag = (attributes = '') =>
    `<live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}" ${attributes}></live-call>`;

  const script = '<script src="/live-call.min.js"></script>';

  /** The words that are in sight on the start button of each call, and the language of its card. */
  const seen = (page: Page) =>
    page.$$eval('live-call', (calls) =>
      calls.map((call) => {
        const card = call.shadowRoot?.querySelector<HTMLElement>('[part~=card]');
        const start = card?.querySelector<HTMLElement>('[part~=start]');
        const inSight = start?.checkVisibility({ visibilityProperty: true });
        return inSight ? `${card?.lang}: ${start?.textContent?.trim()}` : 'nothing';
      }),
    );

  /** Waits until each call reads so. */
  async function reads(page: Page, ...words: readonly string[]): Promise<void> {
    const deadline = Date.now() + 20_000;
    let now = await seen(page);
    while (now.join() !== words.join() && Date.now() < deadline) {
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10)));
      now = await seen(page);
    }
    assert.deepEqual(now, words);
  }

  /** Answers with the file when it is told to, and tells when it was asked. */
  function later() {
    let send = () => {};
    let ask = () => {};
    const sent = new Promise<void>((resolve) => (send = resolve));
    const arrived = new Promise<void>((resolve) => (ask = resolve));
    const answer = async (request: HTTPRequest) => {
      ask();
      await sent;
      await request.respond({ contentType: 'text/javascript', body: await readFile(file) });
    };
    return { answer, send: () => send(), arrived };
  }

  it('comes by itself from beside the script, once for all calls of a page', async () => {
    const html = `<html lang="de-AT">${script}${tag()}${tag()}<p lang="de">${tag()}</p>`;
    const { page, asked, lines } = await open({ html });
    await reads(page, 'de: Anrufen', 'de: Anrufen', 'de: Anrufen');
    await page.evaluate(() => {
      document.documentElement.lang = 'en';
      document.documentElement.lang = 'de-CH';
      document.body.append(document.createElement('live-call'));
    });
    await reads(page, 'de: Anrufen', 'de: Anrufen', 'de: Anrufen', 'de: Anrufen');
    assert.deepEqual(asked, ['/lang/de.js']);
    assert.deepEqual(lines, []);
  });

  it('is not asked for where the words are English, or there is none', async () => {
    const { page, asked } = await open({
      html: `<html lang="en">${script}${tag()}${tag('lang="tlh"')}${tag('lang=""')}`,
    });
    await reads(page, 'en: Start call', 'en: Start call', 'en: Start call');
    assert.deepEqual(asked, []);
  });

  for (const [name, html, policy] of [
    [
      'under a strict policy with Trusted Types',
      script,
      "script-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
    ],
    ['for a script with a nonce', '<script nonce="a1" src="/live-call.min.js"></script>', nonce],
    ['beside a module', '<script type="module" src="/live-call.min.js?v=3"></script>', ''],
    [
      'for the call of a script',
      '<script src="/live-call.min.js" data-token-url="/token" data-variant="inline"></script>',
      '',
    ],
  ] as const) {
    it(`comes ${name}, without a word on the console`, async () => {
      const call = html.includes('data-token-url') ? '' : tag();
      const { page, asked, lines } = await open({
        html: `<html lang="de">${html}${call}`,
        headers: policy ? { 'content-security-policy': policy } : {},
      });
      await reads(page, 'de: Anrufen');
      assert.deepEqual(asked, ['/lang/de.js']);
      assert.deepEqual(lines, []);
    });
  }

  for (const [name, html] of [
    ['before the script', `<script src="/lang/de.js"></script>${script}`],
    [
      'before it, as a module',
      `<script type="module" src="/lang/de.js"></script><script type="module" src="/live-call.min.js"></script>`,
    ],
  ] as const) {
    it(`is asked for once where the page loads it ${name}`, async () => {
      const { page, asked } = await open({ html: `<html lang="de">${html}${tag()}` });
      await reads(page, 'de: Anrufen');
      assert.deepEqual(asked, ['/lang/de.js']);
    });
  }

  it('counts where the page loads it after the script', async () => {
    const { page } = await open({
      html: `<html lang="en">${script}${tag('lang="de"')}<script src="/lang/de.js"></script>`,
    });
    await reads(page, 'de: Anrufen');
  });

  it('keeps its letters on a page in another encoding', async () => {
    const { page } = await open({
      html: `<meta charset="windows-1251"><html lang="de"><script src="/lang/de.js"></script>${script}${tag()}`,
      headers: { 'content-type': 'text/html; charset=windows-1251' },
    });
    await reads(page, 'de: Anrufen');
    const hint = await page.evaluate(() => {
      const page = globalThis as unknown as Record<symbol, readonly Table[]>;
      return page[Symbol.for('live-call.words')]?.[0]?.errors?.['session-lost']?.hint;
    });
    assert.equal(hint, 'Prüfen Sie Ihre Verbindung und rufen Sie wieder an.');
  });

  it('lets the card keep its room while it is on its way, and shows no English before', async () => {
    const { answer, send, arrived } = later();
    const { page } = await open({ html: `<html lang="de">${script}${tag()}`, answer });
    await arrived;
    const frames = page.$eval('live-call', (call) => {
      const shown: (string | undefined)[] = [];
      const heights: number[] = [];
      return new Promise<{ shown: typeof shown; heights: number[] }>((resolve) => {
        const look = () => {
          const start = call.shadowRoot?.querySelector<HTMLElement>('[part~=start]');
          const inSight = start?.checkVisibility({ visibilityProperty: true });
          shown.push(inSight ? start?.textContent?.trim() : undefined);
          heights.push(call.offsetHeight);
          if (inSight) resolve({ shown, heights });
          else requestAnimationFrame(look);
        };
        look();
      });
    });
    send();
    const { shown, heights } = await frames;
    assert.ok(
      shown.every((words) => words === undefined || words === 'Anrufen'),
      String(shown),
    );
    assert.ok(
      heights.every((height) => height > 20),
      String(heights),
    );
  });

  it('is replaced by English after a moment where it is late, and still comes in its time', async () => {
    const { answer, send } = later();
    const { page, lines } = await open({ html: `<html lang="de">${script}${tag()}`, answer });
    await reads(page, 'en: Start call');
    send();
    await reads(page, 'de: Anrufen');
    assert.deepEqual(lines, []);
  });

  it('lets a call start while it is on its way', async () => {
    const { answer, send, arrived } = later();
    const { page } = await open({
      html: `<html lang="de">${script}${tag('allow-autostart')}`,
      answer,
    });
    await arrived;
    await page.$eval('live-call', (call) => call.start());
    await until(page, 'streaming');
    send();
    await page.waitForFunction(() =>
      document
        .querySelector('live-call')
        ?.shadowRoot?.querySelector('[part~=end]')
        ?.textContent?.includes('Auflegen'),
    );
    assert.equal(await page.$eval('live-call', (call) => call.state), 'streaming');
    await page.$eval('live-call', (call) => call.stop());
  });

  it('keeps the words of the language before in sight until it comes', async () => {
    const { answer, send, arrived } = later();
    const { page } = await open({ html: `<html lang="tlh">${script}${tag()}`, answer });
    await page.evaluate(() => {
      const LiveCall = customElements.get('live-call') as unknown as {
        registerStrings(lang: string, strings: object): void;
      };
      LiveCall.registerStrings('tlh', { start: 'rI' });
    });
    await reads(page, 'tlh: rI');
    await page.evaluate(() => (document.documentElement.lang = 'de'));
    await arrived;
    // Longer than a first card waits.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    assert.deepEqual(await seen(page), ['tlh: rI']);
    send();
    await reads(page, 'de: Anrufen');
  });

  for (const [name, respond] of [
    ['is missing', { status: 404 }],
    ['is a page', { contentType: 'text/html', body: '<p>Not found' }],
    ['says nothing', { contentType: 'text/javascript', body: '' }],
    ['is spoilt', { contentType: 'text/javascript', body: ')' }],
  ] as const) {
    it(`leaves the words English where it ${name}, and the console is told once`, async () => {
      const html = `<html lang="de">${script}${tag()}${tag()}`;
      const answer = (request: HTTPRequest) => request.respond(respond);
      const { page, asked, lines } = await open({ html, answer });
      await reads(page, 'en: Start call', 'en: Start call');
      await page.evaluate(() => document.body.append(document.createElement('live-call')));
      await reads(page, 'en: Start call', 'en: Start call', 'en: Start call');
      assert.deepEqual(asked, ['/lang/de.js']);
      const told = lines.filter((line) => line.startsWith('live-call: lang/de.js did not load'));
      assert.equal(told.length, 1, lines.join('\n'));
    });
  }

  it('is completed by the words that a page registers for a region, in any order', async () => {
    const { answer, send } = later();
    const { page } = await open({ html: `<html lang="de-AT">${script}${tag()}`, answer });
    await page.evaluate(() => {
      const LiveCall = customElements.get('live-call') as unknown as {
        registerStrings(lang: string, strings: object): void;
      };
      LiveCall.registerStrings('de-AT', { start: 'Griaß di' });
      LiveCall.registerStrings('de', { label: 'Gespräch' });
    });
    send();
    await reads(page, 'de-AT: Griaß di');
    const [notice = '', label] = await page.$eval('live-call', (call) => [
      call.shadowRoot?.querySelector('slot[name=notice]')?.textContent ?? '',
      call.shadowRoot?.querySelector('[part~=card]')?.getAttribute('aria-label') ?? '',
    ]);
    assert.match(notice, /^Eine KI antwortet/);
    assert.equal(label, 'Gespräch');
  });
});
