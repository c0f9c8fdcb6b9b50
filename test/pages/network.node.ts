import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { CHUNK, INPUT_RATE } from '../../src/call/ports/format.js';
import type { LedgerSnapshot } from '../../src/element.js';
import { en } from '../../src/ui/strings/en.js';
import { openLine, type TestLine } from '../helpers/line.js';
import { analyse, TRI } from '../helpers/position-code.js';
import { seam } from '../helpers/seam.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { hangUp, speak, visit } from './visit.js';

declare global {
  /** In a page: the account at each loss. */
  var losses: LedgerSnapshot[];
}

describe('a network', () => {
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

  /** A call that has streamed a second of the position code, and a hand on its network. */
  async function speaking(attributes = '') {
    const line = await openLine({ persona: 'silent' });
    const { page, faults } = await visit(
      browser,
      site.page(`
        <script src="/live-call.min.js"></script>
        <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}" ${attributes}></live-call>`),
      () => {
        globalThis.losses = [];
        addEventListener(
          'audioloss',
          (event) => losses.push((event as Event & { ledger: LedgerSnapshot }).ledger),
          { capture: true },
        );
      },
    );
    const devtools = await page.createCDPSession();
    await devtools.send('Network.enable');
    /** `uploadThroughput` in bytes per second; -1 is as fast as it can. */
    const network = ({ offline = false, uploadThroughput = -1 }) =>
      devtools.send('Network.emulateNetworkConditions', {
        offline,
        uploadThroughput,
        downloadThroughput: -1,
        latency: 0,
      });
    await speak(page);
    await line.waitFor({ samples: INPUT_RATE });
    return { line, page, faults, network };
  }

  /** Resolves when as much speech was handed to a socket, in samples. */
  const sends = (page: Page, samples: number) =>
    page.waitForFunction(
      (samples) => document.querySelector('live-call')!.ledger.sent >= samples,
      { polling: 50 },
      samples,
    );

  /** Resolves when the card says so, or does not any more. */
  const shows = (page: Page, words: string, shown: boolean) =>
    page.waitForFunction(
      (words, shown) =>
        document.querySelector('live-call')!.shadowRoot!.textContent.includes(words) === shown,
      { polling: 50 },
      words,
      shown,
    );

  /** Resolves when as much speech was recorded, in samples. */
  const captures = (page: Page, samples: number) =>
    page.waitForFunction(
      (samples) => document.querySelector('live-call')!.ledger.captured >= samples,
      { polling: 50 },
      samples,
    );

  /** Hangs up after one reconnect, and finds at the server all that was said, twice only where that is told. */
  async function assertWhole(page: Page, line: TestLine): Promise<void> {
    const { ledger, metrics } = await hangUp(page);
    const report = await line.waitFor({ closed: 2 });
    assert.equal(metrics.reconnects, 1);
    assert.equal(report.totals.connections, 2);
    const { captured, sent, dropped, resent } = ledger;
    assert.deepEqual({ sent, dropped }, { sent: captured, dropped: 0 });
    const { overlap, breaks, error } = seam(ledger, report, await line.pcm());
    assert.ok(overlap >= 0 && overlap <= resent, `${overlap} of ${resent}`);
    assert.deepEqual(breaks, []);
    assert.ok(error < 1, `${error} samples`);
  }

  it('E2 costs one reconnect and no word when it goes behind an open socket and comes back', async () => {
    const { line, page, faults, network } = await speaking();
    await network({ offline: true });
    await sends(page, 3 * INPUT_RATE);
    assert.equal((await line.report()).totals.closed, 0);
    await network({ offline: false });
    await line.waitFor({ setups: 2, closed: 1, samples: 7 * INPUT_RATE });
    await assertWhole(page, line);
    assert.deepEqual(faults, []);
  });

  it('E5 gets all that was said while it was gone after the connection was lost', async () => {
    const { line, page, network } = await speaking();
    await network({ offline: true });
    await sends(page, 2 * INPUT_RATE);
    await line.do({ terminate: true });
    await captures(page, 4 * INPUT_RATE);
    assert.equal((await line.report()).totals.connections, 1);
    await network({ offline: false });
    await line.waitFor({ setups: 2, samples: 5 * INPUT_RATE });
    await assertWhole(page, line);
  });

  it('E4 keeps the call when it takes less than is said, says so, falls no further behind than the tape, and the loss is counted', async () => {
    const { line, page, faults, network } = await speaking('max-hold="1"');
    // In the browser's coin: some 70 kB at once, whenever 1,500 bytes would be through.
    await network({ uploadThroughput: 260 });
    await shows(page, en.warnings.slow.text, true);
    await page.waitForFunction(
      (samples) => document.querySelector('live-call')!.ledger.drops.overflow >= samples,
      { polling: 50 },
      INPUT_RATE / 2,
    );
    await network({});
    await sends(page, (await line.report()).totals.samples + 4 * INPUT_RATE);
    await shows(page, en.warnings.slow.text, false);
    const { ledger, metrics } = await hangUp(page);
    const report = await line.waitFor({ closed: 1 });
    assert.equal(metrics.reconnects, 0);
    assert.equal(report.totals.connections, 1);
    const { captured, sent, dropped, drops } = ledger;
    assert.equal(captured, sent + dropped);
    assert.equal(dropped, drops.overflow);
    assert.equal(report.totals.samples, sent);
    const losses = await page.evaluate(() => globalThis.losses);
    assert.ok(losses.length > 0);
    // A second on the tape, a second on its way to the socket.
    const most = losses.map(({ held, queued }) => Math.max(held, queued));
    assert.ok(Math.max(...most) < INPUT_RATE + CHUNK, `${Math.max(...most)} samples behind`);
    const period = TRI.period * INPUT_RATE;
    const { breaks, netLost } = analyse(await line.pcm(), INPUT_RATE);
    assert.ok(breaks.length > 0);
    const off = (netLost - dropped) / period;
    assert.ok(Math.abs(off - Math.round(off)) * period < 1, `${netLost} of ${dropped}`);
    assert.deepEqual(faults, []);
  });
});
