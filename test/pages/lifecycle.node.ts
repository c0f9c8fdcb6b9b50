import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type * as resources from '../helpers/resources.js';
import { openLine, type Script } from '../helpers/line.js';
import { analyse } from '../helpers/position-code.js';
import { seam } from '../helpers/seam.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { hangUp, live, nothingLive, press, speak, until, visit } from './visit.js';

declare global {
  /** In a page: whether it came out of the back-forward cache, how often a timer rang. */
  var persisted: boolean, rings: number;
  /** In a page: for how long it was last frozen, and how long the machine will have slept when it thaws, in ms. */
  var frozen: number, sleep: number;
}

/** The notes that a page takes by itself. */
function takeNotes(): void {
  const { now } = Date;
  let since = 0;
  let slept = 0;
  globalThis.rings = globalThis.sleep = 0;
  // Of all clocks, only this one goes on while a machine sleeps.
  Date.now = () => now() + slept;
  addEventListener('pageshow', (event) => (globalThis.persisted = event.persisted));
  document.addEventListener('freeze', () => (since = performance.now()));
  document.addEventListener('resume', () => {
    globalThis.frozen = performance.now() - since;
    slept += globalThis.sleep;
  });
  setInterval(() => (globalThis.rings += 1), 10);
}

describe('a page with a call', () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    // Puppeteer has the browser treat a page in the background as one in front.
    browser = await openBrowser({
      ignoreDefaultArgs: [
        '--disable-background-timer-throttling',
        '--disable-backgrounding-occluded-windows',
        '--disable-renderer-backgrounding',
      ],
    });
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  async function visitCall(script: Script = {}) {
    const line = await openLine({ persona: 'silent', ...script });
    const url = site.page(`
      <script type="module" src="/resources.js"></script><script src="/live-call.min.js"></script>
      <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`);
    const { page, faults } = await visit(browser, url, takeNotes);
    return { line, page, faults, devtools: await page.createCDPSession() };
  }

  /** Has the machine sleep for `ms` while the page is frozen. */
  const sleepWhileFrozen = (page: Page, ms: number) =>
    page.evaluate((ms) => void (globalThis.sleep = ms), ms);

  /** Freezes the page, lets `meanwhile` pass, and thaws it; from then on it is a hidden page. */
  async function freeze(devtools: CDPSession, meanwhile = async () => {}) {
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await meanwhile();
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  }

  /** Resolves when so much of the model's voice has come, or sounded, in samples. */
  async function hears(page: Page, what: 'received' | 'played', samples: number) {
    const enough = (what: 'received' | 'played', samples: number) =>
      document.querySelector('live-call')!.ledger.playback[what] >= samples;
    await page.waitForFunction(enough, { polling: 50 }, what, samples);
  }

  const seconds = (count: number) => () =>
    new Promise<void>((resolve) => setTimeout(resolve, count * 1000));

  /** The browser says itself why it closes the socket of a frozen page. */
  const isOurs = (fault: string) => !fault.includes('Back-Forward Cache');

  const told = (page: Page) => page.evaluate(() => globalThis.told);

  for (const [how, slept] of Object.entries({
    'for three seconds': 0,
    'while the machine sleeps for a minute': 60_000,
  })) {
    it(`E7 takes its call up again once when it was frozen ${how}, and counts the speech it did not hear`, async () => {
      const { page, line, faults, devtools } = await visitCall({ pace: 0 });
      await speak(page);
      await line.waitFor({ samples: INPUT_RATE });
      await line.do({ say: 2 });
      await hears(page, 'received', 48_000);
      await sleepWhileFrozen(page, slept);
      await freeze(devtools, seconds(3));
      await line.waitFor({ setups: 2, samples: 3 * INPUT_RATE });
      await hears(page, 'played', 48_000);
      const frozen = await page.evaluate(() => globalThis.frozen);
      const { ledger, metrics } = await hangUp(page);
      const report = await line.waitFor({ closed: 2 });
      assert.equal(metrics.reconnects, 1);
      assert.equal(report.totals.connections, 2);
      const { captured, sent, dropped, drops, resent, playback } = ledger;
      assert.deepEqual(playback, { received: 48_000, played: 48_000, flushed: 0, queued: 0 });
      assert.equal(captured, sent + dropped);
      assert.equal(dropped, drops.gap);
      const missed = (frozen / 1000) * INPUT_RATE;
      assert.ok(Math.abs(drops.gap - missed) < missed / 10, `${drops.gap} of ${missed}`);
      const { overlap, breaks, error } = seam(ledger, report, await line.pcm());
      assert.ok(overlap >= 0 && overlap <= resent, `${overlap} of ${resent}`);
      // A recording that goes on after a gap begins anew, at a whole sample.
      assert.ok(
        breaks.every(({ lost }) => Math.abs(lost) < 1),
        JSON.stringify(breaks),
      );
      assert.ok(error < 1, `${error} samples`);
      assert.deepEqual(faults.filter(isOurs), []);
    });
  }

  it('E6 ends its call and closes the microphone when it was frozen for an hour', async () => {
    const { page, line, devtools } = await visitCall();
    await speak(page);
    await line.waitFor({ samples: INPUT_RATE });
    await sleepWhileFrozen(page, 3_600_000);
    await freeze(devtools, seconds(1));
    await until(page, 'callend');
    const { code, state, ledger } = await page.$eval('live-call', ({ error, state, ledger }) => ({
      code: error?.code,
      state,
      ledger,
    }));
    assert.deepEqual({ code, state }, { code: 'session-lost', state: 'idle' });
    assert.equal(ledger.captured, ledger.sent + ledger.dropped);
    assert.deepEqual(await live(page), nothingLive);
    assert.equal((await line.report()).totals.connections, 1);
  });

  for (const [when, script] of Object.entries({
    'in mid-call': {},
    'while it connects': { setupDelay: 10_000 },
  })) {
    it(`E8 hangs up when it is left ${when}, and can call again when it is back`, async () => {
      const { page, line, faults } = await visitCall(script);
      await press(page, 'start');
      await line.waitFor({ setups: 1 });
      await page.goto(site.page('<p>Elsewhere'));
      await line.waitFor({ closed: 1 });
      await line.change({ setupDelay: 0 });
      await page.goBack();
      assert.equal(await page.$eval('live-call', ({ state }) => state), 'idle');
      // A page that was made anew knows nothing of the call; one that was kept knows that it ended.
      const kept = await page.evaluate(() => globalThis.persisted);
      assert.equal((await told(page)).at(-1), kept ? 'callend' : undefined);
      assert.deepEqual(await live(page), nothingLive);
      await press(page, 'start');
      await until(page, 'streaming');
      assert.deepEqual(faults, []);
    });
  }

  it('E8 lets go of the microphone before the back/forward cache keeps it, and asks for none after', async () => {
    const { page, line, faults, devtools } = await visitCall();
    await press(page, 'start');
    await line.waitFor({ samples: INPUT_RATE });
    // The browser without windows keeps no page, so the page is told and frozen as one that is kept.
    const left = await page.$eval('live-call', async (call) => {
      const path = '/resources.js';
      const { live } = (await import(path)) as typeof resources;
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      return { tracks: live().tracks, state: call.state };
    });
    assert.deepEqual(left, { tracks: 0, state: 'idle' });
    await freeze(devtools, seconds(1));
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    );
    await until(page, 'callend');
    const { connections } = await line.waitFor({ closed: 1 });
    const { state, ledger } = await page.$eval('live-call', ({ state, ledger }) => ({
      state,
      ledger,
    }));
    assert.equal(state, 'idle');
    assert.equal(ledger.captured, ledger.sent + ledger.dropped);
    assert.ok(connections[0]!.samples <= ledger.sent);
    assert.deepEqual(await live(page), nothingLive);
    assert.equal((await line.report()).totals.tokenRequests, 1);
    await page.$eval('live-call', (call) => call.start());
    await line.waitFor({ setups: 2, samples: connections[0]!.samples + INPUT_RATE });
    assert.deepEqual(faults.filter(isOurs), []);
  });

  it('E9 says and hears everything in a hidden tab, where timers ring once a second', async () => {
    const { page, line, faults, devtools } = await visitCall({ pace: 1 });
    await freeze(devtools);
    assert.equal(await page.evaluate(() => document.visibilityState), 'hidden');
    await speak(page);
    await line.waitFor({ samples: INPUT_RATE });
    const rings = await page.evaluate(() => globalThis.rings);
    await line.do({ say: 2 });
    await line.waitFor({ turns: 1, samples: 5 * INPUT_RATE });
    const rang = (await page.evaluate(() => globalThis.rings)) - rings;
    assert.ok(rang < 40, `${rang} of 400 times`);
    await hears(page, 'played', 48_000);
    const { ledger, metrics } = await hangUp(page);
    const { totals } = await line.waitFor({ closed: 1 });
    const { captured, sent, dropped, resent, playback } = ledger;
    assert.deepEqual({ sent, dropped, resent }, { sent: captured, dropped: 0, resent: 0 });
    assert.deepEqual(playback, { received: 48_000, played: 48_000, flushed: 0, queued: 0 });
    assert.equal(metrics.reconnects, 0);
    assert.equal(totals.samples, sent);
    assert.deepEqual(analyse(await line.pcm(), INPUT_RATE).breaks, []);
    assert.deepEqual(faults, []);
  });
});
