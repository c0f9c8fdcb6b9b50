import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { press, until, visit } from './visit.js';

/** Every string that JavaScript can still reach, one a line. */
async function heapOf(page: Page): Promise<string> {
  const client = await page.createCDPSession();
  const chunks: string[] = [];
  client.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  // One collection may free what the next one needs freed before it can free more.
  for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
  await client.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await client.detach();
  const { strings } = JSON.parse(chunks.join('')) as { readonly strings: readonly string[] };
  return strings.join('\n');
}

describe('after a call', () => {
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

  it('the words, the handle and the answers of functions are gone, and the account stays (K6)', async () => {
    const line = await openLine({ persona: 'silent' });
    const { page } = await visit(
      browser,
      site.page(`<script src="/live-call.min.js"></script>
        <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`),
    );
    await page.$eval('live-call', (call) => {
      call.addEventListener('toolcall', () => told.push('toolcall'));
      // The answer is made here, so that no source text holds it.
      call.registerTool({
        name: 'look',
        description: 'Looks.',
        execute: () => ({ seen: ['tool', 'answer', 'zebra'].join('-') }),
      });
    });
    await press(page, 'start');
    await until(page, 'streaming');
    // First, since a text silences the model, and words that nobody heard are gone at once.
    await page.$eval('live-call', (call) => call.sendText(['written', 'word', 'ibex'].join('-')));
    const send = (frame: object) => line.do({ frames: [frame] });
    await send({ serverContent: { inputTranscription: { text: 'caller-word-quagga' } } });
    await send({ serverContent: { outputTranscription: { text: 'model-word-okapi' } } });
    await send({ sessionResumptionUpdate: { newHandle: 'handle-of-a-tapir', resumable: true } });
    await send({
      toolCall: { functionCalls: [{ id: 'id-1', name: 'look', args: { at: 'arg-gnu' } }] },
    });
    await page.waitForFunction(() => told.includes('toolcall'), { polling: 10, timeout: 10_000 });
    const secrets =
      /caller-word-quagga|model-word-okapi|handle-of-a-tapir|tool-answer-zebra|arg-gnu|written-word-ibex|auth_tokens\/\w+/g;
    const during = [...new Set((await heapOf(page)).match(secrets))].join();
    assert.match(during, /quagga/);
    assert.match(during, /okapi/);
    assert.match(during, /zebra/);

    await press(page, 'end');
    await until(page, 'callend');
    const { sent, ready } = await page.$eval('live-call', ({ ledger, metrics }) => ({
      sent: ledger.sent,
      ready: metrics.ready ?? 0,
    }));
    assert.ok(sent > 0 && ready > 0);
    assert.deepEqual([...new Set((await heapOf(page)).match(secrets))], []);
  });
});
