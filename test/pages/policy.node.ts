import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { failure, press, until, visit, wholeCall } from './visit.js';

const root = new URL('../../../', import.meta.url);

/** The words for a caller who can do nothing about it. */
const ownersFault = /do not work here now\. Try another way to reach this site\./;

/** Where the conversation of the page runs. */
const placeOn = (page: Page) => page.$eval('live-call', (call) => call.diagnostics().conversation);

/** All that a page has to allow. */
const strict = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws:",
  'img-src data:',
  "require-trusted-types-for 'script'",
  "trusted-types lit-html 'allow-duplicates'",
].join('; ');

describe('a page with a Content Security Policy', () => {
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

  interface Policed {
    readonly policy: string;
    readonly scripts?: readonly string[];
    readonly attributes?: string;
    readonly baseUrl?: string;
  }

  /** Opens a page under `policy`; unless told otherwise, it has a script with the worklet beside it. */
  function visitUnder({ policy, attributes = '', ...rest }: Policed) {
    const { baseUrl = line.baseUrl, scripts = ['/live-call.min.js'] } = rest;
    const html = `
      ${scripts.map((src) => `<script src="${src}"></script>`).join('')}
      <live-call base-url="${baseUrl}" token-url="${line.tokenUrl}" ${attributes}></live-call>`;
    return visit(browser, site.page(html, { 'content-security-policy': policy }));
  }

  it('H14 lets a whole call pass without a violation when it is strict', async () => {
    const attributes = 'worklet-url="/live-call.worklet.js"';
    const { page, faults } = await visitUnder({ policy: strict, attributes });
    const { sent, playback } = await wholeCall(page, line);
    assert.ok(sent > 0 && playback.played > 0);
    assert.deepEqual(faults, []);
  });

  it('C3 lets the worklet come from the file beside the script where it forbids blob:', async () => {
    const { page } = await visitUnder({ policy: "script-src 'self'" });
    await press(page, 'start');
    await until(page, 'streaming');
  });

  it('C3 names the directive where it forbids blob: and the file is missing', async () => {
    const failed = await failure(
      (await visitUnder({ policy: "script-src 'self'", scripts: ['/alone/live-call.min.js'] }))
        .page,
    );
    assert.equal(failed.code, 'worklet-blocked');
    assert.equal(failed.state, 'idle');
    assert.match(failed.detail ?? '', /blob:.*script-src.*\/alone\/live-call\.worklet\.js/);
    assert.match(failed.card, ownersFault);
  });

  it('C4 names the address of a worklet that is not there, and blames no policy', async () => {
    const attributes = 'worklet-url="/missing.worklet.js"';
    const failed = await failure((await visitUnder({ policy: strict, attributes })).page);
    assert.equal(failed.code, 'worklet-failed');
    assert.match(failed.detail ?? '', /\/missing\.worklet\.js/);
    assert.match(failed.card, ownersFault);
  });

  it('C4 refuses a worklet of another version of the script, and names its own', async () => {
    const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
      version: string;
    };
    const worklet = await readFile(new URL('dist/live-call.worklet.js', root), 'utf8');
    site.route('/old.worklet.js', (response) => {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(worklet.replaceAll(version, '0.0.1'));
    });
    const attributes = 'worklet-url="/old.worklet.js"';
    const failed = await failure((await visitUnder({ policy: strict, attributes })).page);
    assert.equal(failed.code, 'worklet-failed');
    assert.ok(failed.detail?.includes(`live-call-tape ${version}`), failed.detail);
  });

  it('C3 lets the worklet come from the file beside a module where it forbids blob:', async () => {
    const html = `<script type="module" src="/live-call.min.js"></script>
      <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`;
    const headers = { 'content-security-policy': "script-src 'self'" };
    const { page } = await visit(browser, site.page(html, headers));
    await press(page, 'start');
    await until(page, 'streaming');
  });

  it('C3 names the directive that forbids the worklet-url', async () => {
    const attributes = 'worklet-url="http://elsewhere.invalid/live-call.worklet.js"';
    const failed = await failure((await visitUnder({ policy: strict, attributes })).page);
    assert.equal(failed.code, 'worklet-blocked');
    assert.match(failed.detail ?? '', /elsewhere\.invalid.*script-src/);
  });

  it('D5 names the service that it forbids', async () => {
    const baseUrl = line.baseUrl.replace('127.0.0.1', 'localhost');
    const { page } = await visitUnder({ policy: "connect-src 'self'", baseUrl });
    const failed = await failure(page);
    const { host } = new URL(baseUrl);
    assert.equal(failed.code, 'connect-blocked');
    assert.equal(failed.detail, `connect-src does not allow ws://${host}`);
    assert.match(failed.card, ownersFault);
  });

  it('costs no second token where it is known to forbid the service (K7)', async () => {
    const own = await openLine({ persona: 'silent' });
    const baseUrl = own.baseUrl.replace('127.0.0.1', 'localhost');
    const html = `<script src="/live-call.min.js"></script>
      <live-call base-url="${baseUrl}" token-url="${own.tokenUrl}"></live-call>
      <live-call base-url="${baseUrl}/v2" token-url="${own.tokenUrl}"></live-call>`;
    const headers = { 'content-security-policy': "connect-src 'self'" };
    const { page } = await visit(browser, site.page(html, headers));
    const codes = await page.evaluate(async () => {
      const codes: unknown[] = [];
      for (const call of document.querySelectorAll('live-call')) {
        for (let i = 0; i < 2; i++) {
          await call.start().catch(() => {});
          codes.push(call.error?.code);
        }
      }
      return codes;
    });
    assert.deepEqual(
      codes,
      Array.from({ length: 4 }, () => 'connect-blocked'),
    );
    assert.equal((await own.report()).totals.tokenRequests, 1);
  });

  it('D5 names the broker that it forbids', async () => {
    const failed = await failure((await visitUnder({ policy: 'connect-src ws:' })).page);
    assert.equal(failed.code, 'connect-blocked');
    assert.equal(failed.detail, `connect-src does not allow ${site.origin}`);
  });

  const trusted = "require-trusted-types-for 'script'; trusted-types";

  it('H14 needs lit-html and live-call where it enforces Trusted Types, and the conversation has its Worker', async () => {
    const { page, faults } = await visitUnder({ policy: `${trusted} lit-html live-call` });
    await press(page, 'start');
    await until(page, 'streaming');
    assert.equal(await placeOn(page), 'worker');
    assert.deepEqual(faults, []);
  });

  it('H14 lets the conversation run in the page where it allows lit-html alone', async () => {
    const { page } = await visitUnder({ policy: `${trusted} lit-html` });
    await press(page, 'start');
    await until(page, 'streaming');
    assert.equal(await placeOn(page), 'page');
  });

  it('C15 lets a whole call pass where it forbids Workers: the conversation runs in the page', async () => {
    const { page } = await visitUnder({ policy: "worker-src 'none'" });
    const { sent, playback } = await wholeCall(page, line);
    assert.ok(sent > 0 && playback.played > 0);
    assert.equal(await placeOn(page), 'page');
  });

  it('lets the Worker come from the file that worker-url names, without a violation', async () => {
    const attributes = 'worklet-url="/live-call.worklet.js" worker-url="/live-call.worker.js"';
    const policy = `${strict} live-call`;
    const { page, faults } = await visitUnder({ policy, attributes });
    const { sent, playback } = await wholeCall(page, line);
    assert.ok(sent > 0 && playback.played > 0);
    assert.equal(await placeOn(page), 'worker');
    assert.deepEqual(faults, []);
  });

  it('C15 lets the conversation run in the page where the file of the Worker is of another version', async () => {
    const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
      version: string;
    };
    const worker = await readFile(new URL('dist/live-call.worker.js', root), 'utf8');
    site.route('/old.worker.js', (response) => {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(worker.replaceAll(version, '0.0.1'));
    });
    const { page } = await visitUnder({ policy: '', attributes: 'worker-url="/old.worker.js"' });
    await press(page, 'start');
    await until(page, 'streaming');
    assert.equal(await placeOn(page), 'page');
  });

  it('leaves no Worker behind, however often there is a call', async () => {
    const { page } = await visitUnder({ policy: '' });
    await page.$eval('live-call', async (call) => {
      call.allowAutostart = true;
      for (let calls = 0; calls < 20; calls++) {
        await call.start();
        await call.stop();
      }
    });
    assert.equal(await placeOn(page), 'worker');
    while (page.workers().length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it("H14 that has a Lit of its own needs 'allow-duplicates' with it", async () => {
    const scripts = ['/live-call.min.js', '/alone/live-call.min.js'];
    const policy = `${trusted} lit-html live-call 'allow-duplicates'`;
    const { page, faults } = await visitUnder({ policy, scripts });
    await press(page, 'start');
    await until(page, 'streaming');
    assert.deepEqual(faults, []);
  });

  it('H14 says on the console that it allows no Trusted Types policy, and shows what is in the tag', async () => {
    const { page, faults } = await visitUnder({ policy: `${trusted} 'none'` });
    assert.match(faults.join('\n'), /TrustedTypePolicy.*lit-html/is);
    assert.equal(await page.$eval('live-call', (call) => call.shadowRoot), null);
  });
});
