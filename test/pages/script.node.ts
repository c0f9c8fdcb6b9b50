import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { press, until, visit, wholeCall } from './visit.js';

describe('dist/live-call.min.js', () => {
  let site: Site;
  let line: TestLine;
  let browser: Browser;
  /** The attributes of a call, and of a script that shall mount one. */
  let attributes: string;
  let data: string;

  before(async () => {
    site = await openSite();
    line = await openLine({ persona: 'silent' });
    attributes = `base-url="${line.baseUrl}" token-url="${line.tokenUrl}"`;
    data = attributes.replace(/\S+=/g, 'data-$&');
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  for (const type of ['text/javascript', 'module']) {
    it(`makes the tag a call as a ${type} script`, async () => {
      const { page, faults } = await visit(
        browser,
        site.page(
          `<script type="${type}" src="/live-call.min.js"></script><live-call ${attributes}></live-call>`,
        ),
      );
      const { sent, playback } = await wholeCall(page, line);
      assert.ok(sent > 0 && playback.played > 0);
      assert.deepEqual(faults, []);
    });

    it(`mounts a floating call by itself as a ${type} script that names a broker`, async () => {
      const { page, faults } = await visit(
        browser,
        site.page(
          `<head><script type="${type}" src="/live-call.min.js?v=1" ${data}></script></head><p>A page`,
        ),
      );
      await page.waitForSelector('body > live-call[variant=floating]');
      const { sent, playback } = await wholeCall(page, line);
      assert.ok(sent > 0 && playback.played > 0);
      assert.deepEqual(faults, []);
    });
  }

  it('mounts nothing without a broker', async () => {
    const { page } = await visit(
      browser,
      site.page(`<script src="/live-call.min.js" data-voice="Kore"></script>`),
    );
    assert.equal(await page.$('live-call'), null);
  });

  it('G7 loaded twice, from two places, lets the first one stay', async () => {
    const { page, faults } = await visit(
      browser,
      site.page(`
        <script src="/live-call.min.js"></script>
        <script>globalThis.first = customElements.get('live-call');</script>
        <script src="/alone/live-call.min.js"></script>
        <script type="module" src="/live-call.min.js"></script>
        <live-call ${attributes}></live-call>`),
    );
    const kept = await page.evaluate(
      () => customElements.get('live-call') === (globalThis as { first?: unknown }).first,
    );
    assert.equal(kept, true);
    await press(page, 'start');
    await until(page, 'streaming');
    assert.deepEqual(faults, []);
  });

  it('G7 loaded twice mounts one call', async () => {
    const script = `<script src="/live-call.min.js" ${data}></script>`;
    const { page } = await visit(browser, site.page(`<body>${script}${script}`));
    await page.waitForSelector('live-call');
    assert.equal((await page.$$('live-call')).length, 1);
  });

  it('G7 leaves the tag to whoever had it before', async () => {
    const { page, faults } = await visit(
      browser,
      site.page(`
        <script>customElements.define('live-call', class Theirs extends HTMLElement {});</script>
        <script src="/live-call.min.js"></script>
        <live-call></live-call>`),
    );
    assert.equal(await page.$eval('live-call', (call) => call.constructor.name), 'Theirs');
    assert.deepEqual(faults, []);
  });

  it('G8 takes over an element with what was set on it before', async () => {
    const { page, faults } = await visit(
      browser,
      site.page(`
        <live-call base-url="${line.baseUrl}"></live-call>
        <script>
          Object.assign(document.querySelector('live-call'), {
            tokenUrl: '${line.tokenUrl}', micMuted: true, volume: 0.25,
          });
        </script>
        <script src="/live-call.min.js"></script>`),
    );
    const set = await page.$eval('live-call', ({ micMuted, volume }) => ({ micMuted, volume }));
    assert.deepEqual(set, { micMuted: true, volume: 0.25 });
    await press(page, 'start');
    await until(page, 'ready');
    await press(page, 'mute');
    await until(page, 'streaming');
    assert.deepEqual(faults, []);
  });
});
