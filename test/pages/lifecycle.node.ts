import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type { LedgerSnapshot, LiveCall } from '../../src/element.js';
import type * as resources from '../helpers/resources.js';
import { openLine, type LineTotals, type Script } from '../helpers/line.js';
import { analyse } from '../helpers/position-code.js';
import { seam } from '../helpers/seam.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { hangUp, live, nothingLive, press, speak, until, visit } from './visit.js';

/** When a page is left, by what the line has counted and what the page does last. */
interface Leaving {
  readonly script?: Script;
  readonly reached: Partial<LineTotals>;
  readonly hurry?: (call: LiveCall) => void;
}

/** A call in the task in which its page was left. */
interface Left {
  readonly tracks: number;
  readonly sockets: number;
  readonly state: string;
  readonly ledger: LedgerSnapshot;
  readonly told: readonly string[];
}

declare global {
  /** In a page: whether it came out of the back-forward cache, how often a timer rang. */
  var persisted: boolean, rings: number;
  /** In a page: for how long it was last frozen, and how long the machine will have slept when it thaws, in ms. */
  var frozen: number, sleep: number;
}

/** The notes that a page takes by itself; without Workers, its conversations run in the page. */
function takeNotes(workers: string): void {
  if (!workers)
    globalThis.Worker = class {
      constructor() {
        throw new DOMException('This page forbids Workers.', 'SecurityError');
      }
    } as unknown as typeof Worker;
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
    // Puppeteer has the browser treat a page in the background as one in front, and keep none that was left.
    browser = await openBrowser({
      ignoreDefaultArgs: [
        '--disable-background-timer-throttling',
        '--disable-back-forward-cache',
        '--disable-backgrounding-occluded-windows',
        '--disable-renderer-backgrounding',
      ],
    });
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  async function visitCall(script: Script = {}, workers: 'workers' | '' = 'workers') {
    const line = await openLine({ persona: 'silent', ...script });
    const url = site.page(`
      <script type="module" src="/resources.js"></script><script src="/live-call.min.js"></script>
      <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`);
    const { page, faults } = await visit(browser, url, takeNotes, workers);
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
    // The hour is one of the page's clock alone, so the conversation has to go by that.
    const { page, line, devtools } = await visitCall({}, '');
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

  /** Goes elsewhere in the same tab, as a link does. */
  async function follow(page: Page, url: string) {
    await Promise.all([
      page.waitForNavigation(),
      page.evaluate((url) => void (location.href = url), url),
    ]);
  }

  /** Notes what a call is within the very task in which its page is left, where the next page can read it. */
  const noteLeaving = (page: Page) =>
    page.$eval('live-call', async (call) => {
      const path = '/resources.js';
      const { live } = (await import(path)) as typeof resources;
      addEventListener('pagehide', () => {
        const { tracks, sockets } = live();
        const { state, ledger } = call;
        const left: Left = { tracks, sockets, state, ledger, told: globalThis.told };
        sessionStorage['left'] = JSON.stringify(left);
      });
    });

  /** Resolves when nothing of its calls is left in the page. */
  async function holdsNothing(page: Page) {
    const isOver = async () => {
      const path = '/resources.js';
      const { live } = (await import(path)) as typeof resources;
      return Object.values(live()).every((count) => count === 0);
    };
    await page.waitForFunction(isOver, { polling: 20 });
  }

  for (const [when, { script = {}, reached, hurry = () => {} }] of Object.entries<Leaving>({
    'in mid-call': { reached: { samples: INPUT_RATE } },
    'while the model speaks': {
      script: { pace: 1 },
      reached: { samples: INPUT_RATE },
      hurry: (call) => call.sendText('Say something.'),
    },
    'while it connects': { script: { setupDelay: 10_000 }, reached: { setups: 1 } },
    'while it waits for a token': {
      script: { tokens: { delay: 10_000 } },
      reached: { tokenRequests: 1 },
    },
    'while its last word goes out': {
      reached: { samples: INPUT_RATE },
      hurry: (call) => void call.stop(),
    },
    'by a page that hangs up itself as it goes': {
      reached: { samples: INPUT_RATE },
      hurry: (call) =>
        window.addEventListener('pagehide', () => void call.stop(), { capture: true }),
    },
  })) {
    it(`E8 hangs up in the task in which it is left ${when}, and can call again when the browser gives it back (H3)`, async () => {
      const { page, line, faults } = await visitCall(script, '');
      await press(page, 'start');
      await line.waitFor(reached);
      await noteLeaving(page);
      await page.$eval('live-call', hurry);
      await follow(page, site.page('<p>Elsewhere'));
      // The browser keeps the page; the server is kept waiting no longer.
      const { connections } = await line.report();
      const { totals } = await line.waitFor({ closed: connections.length });
      const { ledger, told, ...left } = JSON.parse(
        await page.evaluate(() => sessionStorage['left'] as string),
      ) as Left;
      assert.deepEqual(left, { tracks: 0, sockets: 0, state: 'idle' });
      assert.deepEqual(told.slice(-2), ['idle', 'callend']);
      const { captured, sent, dropped, held, queued } = ledger;
      assert.deepEqual(
        { captured, held, queued },
        { captured: sent + dropped, held: 0, queued: 0 },
      );
      assert.equal(totals.samples, sent);
      assert.equal(totals.streamEnds, sent > 0 ? 1 : 0);
      await page.goBack();
      // A page that was made anew knows nothing of the call; one that was kept knows as much as it did then.
      const kept = await page.evaluate(() => globalThis.persisted);
      assert.deepEqual(await page.evaluate(() => globalThis.told), kept ? told : []);
      if (kept) assert.deepEqual(await page.$eval('live-call', (call) => call.ledger), ledger);
      await holdsNothing(page);
      await line.change({ setupDelay: 0, tokens: {} });
      await page.$eval('live-call', (call) => call.start());
      await line.waitFor({ samples: totals.samples + INPUT_RATE });
      assert.deepEqual(faults, []);
      // Its call would go on beside those of the tests to come.
      await page.close();
    });
  }

  it('E8 hangs up when it is left in mid-call and its conversation runs in a Worker: what the page has not heard of counts as lost', async () => {
    const { page, line } = await visitCall();
    await press(page, 'start');
    await line.waitFor({ samples: INPUT_RATE });
    await noteLeaving(page);
    await follow(page, site.page('<p>Elsewhere'));
    const { totals } = await line.waitFor({ closed: 1 });
    const { ledger, told, state, tracks } = JSON.parse(
      await page.evaluate(() => sessionStorage['left'] as string),
    ) as Left;
    assert.deepEqual({ state, tracks }, { state: 'idle', tracks: 0 });
    assert.deepEqual(told.slice(-2), ['idle', 'callend']);
    const { captured, sent, dropped, held, queued } = ledger;
    assert.deepEqual({ captured, held, queued }, { captured: sent + dropped, held: 0, queued: 0 });
    assert.ok(totals.samples >= sent, `${totals.samples} arrived, ${sent} are known to be sent`);
    await page.close();
  });

  it('E8 is over, for its page as well, before the back/forward cache freezes it, and asks for nothing after (H3)', async () => {
    const { page, line, faults, devtools } = await visitCall({}, '');
    await press(page, 'start');
    await line.waitFor({ samples: INPUT_RATE });
    // The browser of these tests keeps no page, so the page is told and frozen as one that is kept.
    const left = await page.$eval('live-call', async (call): Promise<Left> => {
      const path = '/resources.js';
      const { live } = (await import(path)) as typeof resources;
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      const { tracks, sockets } = live();
      return {
        tracks,
        sockets,
        state: call.state,
        ledger: call.ledger,
        told: [...globalThis.told],
      };
    });
    await freeze(devtools, seconds(1));
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    );
    const { ledger, told: toldThen, ...rest } = left;
    assert.deepEqual(rest, { tracks: 0, sockets: 0, state: 'idle' });
    assert.deepEqual(toldThen.slice(-2), ['idle', 'callend']);
    assert.equal(ledger.captured, ledger.sent + ledger.dropped);
    const { totals } = await line.waitFor({ closed: 1 });
    assert.equal(totals.samples, ledger.sent);
    await holdsNothing(page);
    assert.deepEqual(await told(page), toldThen);
    assert.deepEqual(await page.$eval('live-call', (call) => call.ledger), ledger);
    assert.equal((await line.report()).totals.tokenRequests, 1);
    await page.$eval('live-call', (call) => call.start());
    await line.waitFor({ setups: 2, samples: totals.samples + INPUT_RATE });
    assert.deepEqual(faults.filter(isOurs), []);
    await page.close();
  });

  it('goes on with its call when the caller stays on a page that asks before it goes (H3)', async () => {
    const { page, line, faults } = await visitCall();
    page.on('dialog', (dialog) => void dialog.dismiss());
    await press(page, 'start');
    await line.waitFor({ samples: INPUT_RATE });
    const asked = new Promise((resolve) => page.once('dialog', resolve));
    await page.evaluate((url) => {
      addEventListener('beforeunload', (event) => event.preventDefault());
      location.href = url;
    }, site.page('<p>Elsewhere'));
    await asked;
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + INPUT_RATE });
    const { ledger, metrics } = await hangUp(page);
    const { captured, sent, dropped } = ledger;
    assert.deepEqual({ sent, dropped }, { sent: captured, dropped: 0 });
    assert.equal(metrics.reconnects, 0);
    assert.equal((await line.waitFor({ closed: 1 })).totals.samples, sent);
    assert.deepEqual(faults, []);
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
