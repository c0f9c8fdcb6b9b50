import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { live, nothingLive, press, until, visit } from './visit.js';

describe('a page with two calls', () => {
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

  /** Visits a page with two calls that dial the same line. */
  async function visitCalls(script: Parameters<typeof openLine>[0] = {}) {
    const line: TestLine = await openLine({ persona: 'silent', ...script });
    const call = `<live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`;
    const head = `
      <script type="module" src="/resources.js"></script><script src="/live-call.min.js"></script>`;
    return { line, ...(await visit(browser, site.page(head + call + call))) };
  }

  it('F9 has its call, and its own errors, when it throws in every listener', async () => {
    const { page, line, faults } = await visitCalls();
    await page.$eval('live-call', (call) => {
      for (const type of ['beforestart', 'statechange', 'micmutechange', 'callend']) {
        call.addEventListener(type, () => {
          throw new Error(`mine in ${type}`);
        });
      }
    });
    await press(page, 'start');
    await until(page, 'streaming');
    await press(page, 'mute');
    await press(page, 'end');
    await until(page, 'callend');
    const { captured, sent, dropped } = await page.$eval('live-call', ({ ledger }) => ledger);
    assert.equal(captured, sent + dropped);
    assert.equal((await line.waitFor({ closed: 1 })).totals.samples, sent);
    assert.deepEqual(await live(page), nothingLive);
    assert.equal(faults.length, 7);
    assert.ok(faults.every((fault) => fault.includes('mine in ')));
  });

  for (const type of ['statechange', 'micmutechange', 'volumechange', 'callend'] as const) {
    it(`keeps nothing of a call that it stops in ${type}`, async () => {
      const { page, faults } = await visitCalls();
      await page.$eval(
        'live-call',
        async (call, type) => {
          const ended = new Promise((resolve) => call.addEventListener('callend', resolve));
          call.addEventListener(type, () => void call.stop());
          void call.start();
          call.micMuted = true;
          call.volume = 0.5;
          if (type === 'callend') void call.stop();
          await ended;
        },
        type,
      );
      assert.equal(await page.$eval('live-call', ({ state }) => state), 'idle');
      assert.deepEqual(await live(page), nothingLive);
      assert.deepEqual(faults, []);
    });
  }

  it('G14 has no unload handler of ours, and after its call no listener at all', async () => {
    const { page, faults } = await visitCalls();
    const devtools = await page.createCDPSession();
    const issues: string[] = [];
    devtools.on('Audits.issueAdded', ({ issue }) => issues.push(JSON.stringify(issue)));
    await devtools.send('Audits.enable');
    const listensFor = async () => {
      const types = ['window', 'document'].map(async (expression) => {
        const { result } = await devtools.send('Runtime.evaluate', { expression });
        const { objectId = '' } = result;
        const { listeners } = await devtools.send('DOMDebugger.getEventListeners', { objectId });
        return listeners.map(({ type }) => type);
      });
      return (await Promise.all(types)).flat();
    };
    const before = await listensFor();
    await press(page, 'start');
    await until(page, 'streaming');
    const during = await listensFor();
    assert.ok(during.includes('pagehide'));
    assert.ok(!during.some((type) => type.includes('unload')), during.join());
    await press(page, 'end');
    await until(page, 'callend');
    assert.deepEqual(await listensFor(), before);
    assert.deepEqual(issues, []);
    assert.deepEqual(faults, []);
    // Nor where this test does not come; `beforeunload` keeps no page from the cache, and comes with across-pages only.
    for (const file of ['live-call.min.js', 'live-call.worklet.js'])
      assert.doesNotMatch(
        await (await fetch(`${site.origin}/${file}`)).text(),
        /(?<!before)unload/i,
      );
  });

  it('gets the default of a setting when it writes nonsense into the attribute or takes it away', async () => {
    const { page, faults } = await visitCalls();
    const values = await page.$eval('live-call', (call) => {
      const read = (name: string, key: 'maxHold' | 'volume', texts: (string | null)[]) =>
        texts.map((text) => {
          if (text === null) call.removeAttribute(name);
          else call.setAttribute(name, text);
          return call[key];
        });
      return {
        maxHold: read('max-hold', 'maxHold', ['5', 'abc', '0', '-1', '5', '', '5', null]),
        volume: read('volume', 'volume', ['0.5', '2', '0', 'abc', '0.5', '', '0.5', null]),
      };
    });
    assert.deepEqual(values, {
      maxHold: [5, 30, 0, 30, 5, 30, 5, 30],
      volume: [0.5, 1, 0, 1, 0.5, 1, 0.5, 1],
    });
    assert.deepEqual(faults, []);
  });
});
