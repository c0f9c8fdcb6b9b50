import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { openLine } from '../helpers/line.js';
import { openBrowser } from '../pages/browser.js';
import { openSite, type Site } from '../pages/site.js';
import { until, visit } from '../pages/visit.js';
import { amount } from './plan.js';

const WARM_UP = 5;
const CALLS = amount(20, 200);

/** As many in a row as a call tries. */
const RECONNECTS = 8;

/** Objects that a call makes, and numbers that the browser keeps. */
const classes = ['AudioContext', 'AudioWorkletNode', 'MediaStreamTrack', 'WebSocket'];
const metrics = ['AudioHandlers', 'AudioWorkletProcessors', 'JSEventListeners', 'Nodes'];

type Counts = Record<string, number>;

/** How many there are of each, once what nobody holds is gone. */
async function count(client: CDPSession): Promise<Counts> {
  const counts: Counts = {};
  await client.send('HeapProfiler.collectGarbage');
  for (const name of classes) {
    const { result } = await client.send('Runtime.evaluate', { expression: `${name}.prototype` });
    const { objects } = await client.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId!,
      objectGroup: 'counted',
    });
    const { result: length } = await client.send('Runtime.callFunctionOn', {
      objectId: objects.objectId!,
      functionDeclaration: 'function () { return this.length; }',
    });
    counts[name] = length.value as number;
  }
  // The count itself must not hold the objects.
  await client.send('Runtime.releaseObjectGroup', { objectGroup: 'counted' });
  const measured = await client.send('Performance.getMetrics');
  for (const { name, value } of measured.metrics) if (metrics.includes(name)) counts[name] = value;
  return counts;
}

/** How often it is looked again, every tenth of a second: a browser keeps an ended track for ten seconds. */
const LOOKS = 100;

/** Counts until there is no more than that of anything, or too long. Returns what there is more of. */
async function excess(client: CDPSession, baseline: Counts): Promise<string[]> {
  for (let look = 1; ; look++) {
    const more = Object.entries(await count(client))
      .filter(([name, value]) => value > (baseline[name] ?? Infinity))
      .map(([name, value]) => `${value} ${name}, and ${baseline[name]} before`);
    if (more.length === 0 || look === LOOKS) return more;
    await pause(100);
  }
}

/** Starts a call and hangs up once it streams, again and again. */
const callAgain = (page: Page, times: number) =>
  page.$eval(
    'live-call',
    async (call, times) => {
      for (let i = 0; i < times; i++) {
        await call.start();
        while (call.state !== 'streaming') {
          await new Promise((resolve) =>
            call.addEventListener('statechange', resolve, { once: true }),
          );
        }
        await call.stop();
      }
    },
    times,
  );

/** Changes the network under a call that streams, again and again. */
const reconnect = (page: Page, times: number) =>
  page.$eval(
    'live-call',
    async (call, times) => {
      const next = () =>
        new Promise((resolve) => call.addEventListener('statechange', resolve, { once: true }));
      const change = () => dispatchEvent(new Event('online'));
      // A network that comes back cuts every wait short.
      const hurry = setInterval(() => call.state === 'connecting' && change(), 20);
      for (let i = 0; i < times; i++) {
        change();
        while (call.state !== 'streaming') await next();
      }
      clearInterval(hurry);
    },
    times,
  );

describe('a page that makes calls', () => {
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

  /** A page with a call, and somebody who counts what is on it. */
  async function visitCall() {
    const line = await openLine({ persona: 'silent' });
    const html = `<script src="/live-call.min.js"></script>
      <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`;
    const { page, faults } = await visit(browser, site.page(html));
    page.setDefaultTimeout(0);
    const client = await page.createCDPSession();
    await client.send('Performance.enable');
    await client.send('HeapProfiler.enable');
    return { line, page, faults, client };
  }

  it(`G12 holds as much after ${CALLS} calls as after ${WARM_UP}`, async () => {
    const { line, page, faults, client } = await visitCall();
    await callAgain(page, WARM_UP);
    const baseline = await count(client);
    assert.deepEqual(Object.keys(baseline).sort(), [...classes, ...metrics].sort());
    await callAgain(page, CALLS);
    assert.deepEqual(await excess(client, baseline), []);
    assert.equal((await line.report()).totals.connections, WARM_UP + CALLS);
    assert.deepEqual(faults, []);
  });

  // But for processors: the audio thread collects its garbage in its own time.
  it('G13 holds as much after many reconnects of a call as after one', async () => {
    const { line, page, faults, client } = await visitCall();
    await page.$eval('live-call', (call) => call.start());
    await until(page, 'streaming');
    await reconnect(page, 1);
    const { AudioWorkletProcessors: _, ...baseline } = await count(client);
    await reconnect(page, RECONNECTS);
    assert.deepEqual(await excess(client, baseline), []);
    assert.ok((await line.report()).totals.connections >= 2 + RECONNECTS);
    assert.deepEqual(faults, []);
  });
});
