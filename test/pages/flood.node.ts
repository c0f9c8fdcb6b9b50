import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { live, nothingLive, until, visit } from './visit.js';

/** The samples of voice that fit into one frame of 8 MB, which is read. */
const IN_FRAME = 3_000_000;

/** Voice in frames of the usual size, in seconds: more than is queued. With so many large ones it makes an hour. */
const SMALL = 400;
const FRAMES = 26;

/** All the voice of a round, in samples of two bytes. */
const ROUND = FRAMES * IN_FRAME + SMALL * 24_000;

/** The first one is allowed what a browser gathers once. */
const ROUNDS = 2;

/** What a browser may hold more of for reasons of its own, in bytes: less than half of the voice of a round. */
const MARGIN = 80e6;

const frame = JSON.stringify({
  serverContent: {
    modelTurn: {
      parts: [
        {
          inlineData: {
            mimeType: 'audio/pcm;rate=24000',
            data: Buffer.alloc(2 * IN_FRAME, 7).toString('base64'),
          },
        },
      ],
    },
  },
});

/** What the process of a page holds of the memory of the machine now, and has held at most, in bytes. */
interface Size {
  readonly now: number;
  readonly most: number;
}

async function memory(browser: Browser, client: CDPSession): Promise<Size> {
  for (let i = 0; i < 2; i++) await client.send('HeapProfiler.collectGarbage');
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = { now: 0, most: 0 };
  for (const { type, id } of processInfo) {
    if (type !== 'renderer') continue;
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    const size = (name: string) =>
      1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
    // The other ones are spare, or show an empty page.
    sizes.now = Math.max(sizes.now, size('VmRSS'));
    sizes.most = Math.max(sizes.most, size('VmHWM'));
  }
  return sizes;
}

const ledger = (page: Page) => page.$eval('live-call', (call) => call.ledger);

/** Resolves when so many samples of voice have come. */
async function received(page: Page, samples: number): Promise<void> {
  await page.waitForFunction(
    (samples) => document.querySelector('live-call')!.ledger.playback.received >= samples,
    { polling: 20 },
    samples,
  );
}

describe('a server gone wild', { skip: process.platform !== 'linux' }, () => {
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

  async function call(): Promise<{ page: Page; line: TestLine; client: CDPSession }> {
    const line = await openLine({ persona: 'silent', pace: 0 });
    const html = `<script type="module" src="/resources.js"></script>
      <script type="module" src="/live-call.min.js"></script>
      <live-call allow-autostart base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`;
    const { page } = await visit(browser, site.page(html));
    page.setDefaultTimeout(60_000);
    const client = await page.createCDPSession();
    await client.send('HeapProfiler.enable');
    await client.send('Performance.enable');
    await page.$eval('live-call', (call) => call.start());
    await until(page, 'streaming');
    return { page, line, client };
  }

  it('F14 takes no more memory where an hour of voice comes in one go after another one, in frames of up to 8 MB', async () => {
    const { page, line, client } = await call();
    const sizes = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await line.do({ say: SMALL });
      for (let i = 0; i < FRAMES; i++) await line.do({ frames: [frame] });
      await received(page, round * ROUND);
      sizes.push(await memory(browser, client));
    }
    const [warm, ...others] = sizes as [Size, ...Size[]];
    for (const { now, most } of others) {
      assert.ok(now - warm.now < MARGIN, `${now} afterwards, and ${warm.now} before`);
      assert.ok(most - warm.most < MARGIN, `${most} meanwhile, and ${warm.most} before`);
    }
    const { playback, captured, held, queued, sent, dropped } = await ledger(page);
    assert.equal(playback.received, ROUNDS * ROUND);
    assert.equal(playback.received, playback.played + playback.flushed + playback.queued);
    assert.ok(playback.queued > 60 * 24_000);
    assert.equal(captured, held + queued + sent + dropped);
    await page.close();
    await line.close();
  });

  for (const [when, enough] of [
    ['in the middle of it', 1],
    ['with minutes of it to be played', SMALL * 24_000 + 2 * IN_FRAME],
  ] as const) {
    it(`F14 is hung up on ${when}: all is released, and nothing waits for the voice`, async () => {
      const { page, line, client } = await call();
      await line.do({ say: SMALL });
      for (let i = 0; i < 2; i++) await line.do({ frames: [frame] });
      await received(page, enough);
      await page.$eval('live-call', (call) => call.stop());
      await until(page, 'callend');
      assert.deepEqual(await live(page), nothingLive);
      const { playback, captured, sent, dropped } = await ledger(page);
      assert.equal(playback.received, playback.played + playback.flushed);
      assert.equal(playback.queued, 0);
      assert.ok(playback.flushed > 60 * 24_000 || enough === 1);
      assert.equal(captured, sent + dropped);
      // The audio thread lets go of its processors in its own time.
      for (let left = -1; left !== 0; await pause(100)) {
        await client.send('HeapProfiler.collectGarbage');
        const { metrics } = await client.send('Performance.getMetrics');
        left = metrics.find(({ name }) => name === 'AudioWorkletProcessors')?.value ?? NaN;
        assert.ok(!Number.isNaN(left));
      }
      await line.waitFor({ closed: 1 });
      assert.deepEqual((await ledger(page)).playback, playback, 'what comes late counts no more');
      await page.close();
      await line.close();
    });
  }
});
