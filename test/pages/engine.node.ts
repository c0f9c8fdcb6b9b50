import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { analyse } from '../helpers/position-code.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { press, until, visit } from './visit.js';

type SignalMicrophone = { withSignal<T>(rate: number, start: () => T): T };

const INPUT_RATE = 16_000;
const VOICE_RATE = 24_000;

describe('the audio engine of a page', () => {
  let site: Site;
  /** Plays no audio without a click, as browsers do. */
  let browser: Browser;

  before(async () => {
    site = await openSite();
    browser = await openBrowser({
      without: ['--autoplay-policy'],
      // Newer versions of Chromium need no flag for this.
      flags: ['--enable-features=MediaPlaybackWhileNotVisiblePermissionPolicy'],
    });
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  const pageOf = ({ baseUrl, tokenUrl }: TestLine, more = '') =>
    site.page(`
      <script type="module" src="/resources.js"></script>
      <script src="/live-call.min.js"></script>
      <live-call base-url="${baseUrl}" token-url="${tokenUrl}"></live-call>${more}`);

  const ledgerOf = (page: Page | Frame) => page.$eval('live-call', ({ ledger }) => ledger);

  /** Calls from a device that hears the position code. */
  async function callWithSignal(page: Page): Promise<void> {
    await page.evaluate(async () => {
      const path = '/signal-microphone.js';
      const { withSignal } = (await import(path)) as SignalMicrophone;
      await withSignal(48_000, () => document.querySelector('live-call')!.start());
    });
  }

  /** Resolves when the audio of the call is in `state`. */
  async function audioIs(frame: Frame, state: string): Promise<void> {
    await frame.waitForFunction(
      (wanted) => document.querySelector('live-call')?.diagnostics().audio?.state === wanted,
      { polling: 10 },
      state,
    );
  }

  it('C1 interrupted by the system is left alone until it is given back, and the gap is counted', async () => {
    const line = await openLine({ persona: 'silent' });
    const allow = `microphone; media-playback-while-not-visible 'none'`;
    const url = pageOf(line);
    const host = site.page(`<iframe src="${url}" allow="${allow}"></iframe>`);
    const { page } = await visit(browser, host, () => {
      globalThis.AudioContext = class extends AudioContext {
        constructor(options?: AudioContextOptions) {
          super(options);
          globalThis.told.push('opened');
        }
      };
      const { resume } = AudioContext.prototype;
      AudioContext.prototype.resume = function () {
        globalThis.told.push(`resume while ${this.state}`);
        return resume.call(this);
      };
    });
    const frame = page.frames().find((one) => one.url() === url)!;
    await press(frame, 'start');
    await until(frame, 'streaming');
    await line.waitFor({ samples: INPUT_RATE / 2 });
    const show = (display: string) =>
      page.$eval('iframe', (element, value) => (element.style.display = value), display);
    await show('none');
    await audioIs(frame, 'interrupted');
    const { captured } = await ledgerOf(frame);
    await frame.evaluate(() => {
      const since = performance.now();
      return new Promise<void>((resolve) => {
        const look = () => (performance.now() - since > 3000 ? resolve() : setTimeout(look, 50));
        look();
      });
    });
    assert.ok((await ledgerOf(frame)).captured - captured < INPUT_RATE / 2, 'held meanwhile');
    await show('');
    await audioIs(frame, 'running');
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + INPUT_RATE / 2 });
    const { drops, metrics, told } = await frame.$eval('live-call', async (call) => {
      await call.stop();
      return { ...call.ledger, metrics: call.metrics, told: globalThis.told };
    });
    assert.ok(drops.gap >= 3 * INPUT_RATE, `a gap of ${drops.gap}`);
    assert.ok(!told.includes('resume while interrupted'), told.join());
    assert.equal(told.filter((what) => what === 'opened').length, 1, 'and not replaced');
    assert.equal(metrics.reconnects, 0);
    const ledger = await ledgerOf(frame);
    await line.waitFor({ closed: 1 });
    assert.equal(ledger.captured, ledger.sent + drops.gap);
    assert.equal((await line.pcm()).length, ledger.sent);
  });

  for (const gesture of ['mouse', 'touch', 'key']) {
    it(`A13 is resumed by any ${gesture} when the browser holds it back, and the card asks for one`, async () => {
      const line = await openLine({ persona: 'silent', pace: 0 });
      const start = `<script type="module">const call = document.querySelector('live-call'); call.allowAutostart = true; await call.start()</script>`;
      const { page } = await visit(browser, 'about:blank', () => {
        const { mediaDevices } = navigator;
        // A page that captures may play; from this stream the browser does not know that it does.
        mediaDevices.getUserMedia = () =>
          Promise.resolve(new AudioContext().createMediaStreamDestination().stream);
        const look = setInterval(() => {
          const text = document.querySelector('live-call')?.shadowRoot?.textContent ?? '';
          if (!text.includes('Tap anywhere')) return;
          clearInterval(look);
          // Nothing may be evaluated in this page: puppeteer would do it as if in a click.
          console.info('asked');
        }, 10);
      });
      const asked = new Promise((resolve) =>
        page.on('console', (message) => message.text() === 'asked' && resolve(undefined)),
      );
      await page.goto(pageOf(line, start));
      await asked;
      const { totals } = await line.report();
      assert.equal(totals.samples, 0);
      if (gesture === 'mouse') await page.mouse.click(5, 5);
      else if (gesture === 'touch') await page.touchscreen.tap(5, 5);
      else await page.keyboard.press('a');
      await line.waitFor({ chunks: 1 });
      assert.doesNotMatch(
        await page.$eval('live-call', (call) => call.shadowRoot?.textContent ?? ''),
        /Tap anywhere/,
      );
      await line.do({ say: 0.3 });
      await page.waitForFunction(
        () => document.querySelector('live-call')?.ledger.playback.played === 7200,
        { polling: 10 },
      );
    });
  }

  it('C8 loses nothing of either voice on a machine that is twenty times slower', async () => {
    const line = await openLine({ persona: 'silent' });
    const { page } = await visit(browser, pageOf(line));
    await callWithSignal(page);
    await line.waitFor({ samples: INPUT_RATE });
    await page.emulateCPUThrottling(20);
    await line.do({ say: 1 });
    await page.waitForFunction(
      (all) => document.querySelector('live-call')?.ledger.playback.played === all,
      { polling: 10 },
      VOICE_RATE,
    );
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + INPUT_RATE });
    await page.emulateCPUThrottling(1);
    await page.$eval('live-call', (call) => call.stop());
    await line.waitFor({ closed: 1 });
    const { captured, sent, dropped, playback } = await ledgerOf(page);
    const pcm = await line.pcm();
    assert.equal(dropped, 0);
    assert.equal(sent, captured);
    assert.equal(pcm.length, sent);
    assert.deepEqual(analyse(pcm, INPUT_RATE).breaks, []);
    assert.deepEqual(playback, { received: VOICE_RATE, played: VOICE_RATE, flushed: 0, queued: 0 });
  });

  it('C10 keeps nothing of a minute of voice that came at once, when it is not to be played', async () => {
    const line = await openLine({ persona: 'silent', pace: 0 });
    const { page } = await visit(browser, pageOf(line));
    await callWithSignal(page);
    const inspector = await page.createCDPSession();
    /** Bytes of all arrays that the page holds. */
    const kept = async () => {
      await inspector.send('HeapProfiler.collectGarbage');
      const usage = await inspector.send('Runtime.getHeapUsage');
      return usage.backingStorageSize;
    };
    const before = await kept();
    const minute = 60 * VOICE_RATE;
    const bytes = minute * Int16Array.BYTES_PER_ELEMENT;
    for (let i = 1; i <= 2; i++) {
      await line.do({ say: 60 });
      await page.waitForFunction(
        (all) => document.querySelector('live-call')?.ledger.playback.received === all,
        { polling: 10 },
        i * minute,
      );
      assert.ok((await kept()) - before <= 1.1 * bytes, 'while it is played');
      await line.do({ interrupted: true });
      await page.waitForFunction(
        () => document.querySelector('live-call')?.ledger.playback.queued === 0,
        { polling: 10 },
      );
    }
    assert.ok((await kept()) - before < bytes / 10, 'when it was broken off');
    const { received, played, flushed } = (await ledgerOf(page)).playback;
    assert.equal(received, 2 * minute);
    assert.equal(played + flushed, received);
  });
});
