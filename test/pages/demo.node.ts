import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from './browser.js';
import { press, until, visit } from './visit.js';

const path = fileURLToPath(new URL('../../demo/server.js', import.meta.url));

describe('the demo', () => {
  let server: ChildProcess;
  let url: string;
  let browser: Browser;

  before(async () => {
    const { GEMINI_API_KEY: _, ...env } = process.env;
    server = spawn(process.execPath, [path], {
      env: { ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    while (!said.includes('Ctrl+C')) said += String((await once(server.stdout!, 'data'))[0]);
    url = /http:\S+/.exec(said)?.[0] ?? '';
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    server.kill();
    await once(server, 'exit');
  });

  it('has a call in which the server hears every sample that was sent, and complains of nothing', async () => {
    const { page, faults } = await visit(browser, url);
    const samples = (of: string) =>
      page.$eval(`[data-of=${of}]`, (cell) => Number(cell.textContent.replaceAll(',', '')));
    await page.waitForSelector('#heard:not([hidden])');
    await press(page, 'start');
    await until(page, 'streaming');
    await page.waitForFunction(
      () => (document.querySelector('live-call')?.ledger.playback.played ?? 0) > 0,
      { polling: 10 },
    );
    await press(page, 'end');
    await until(page, 'callend');
    await page.waitForFunction(
      () => {
        const [sent, heard] = ['sent', 'heard'].map(
          (of) => document.querySelector(`[data-of=${of}]`)?.textContent,
        );
        return sent !== '0' && sent === heard;
      },
      { polling: 10 },
    );
    assert.equal(await samples('captured'), await samples('sent'));
    assert.ok((await samples('sent')) > 16_000);
    assert.deepEqual(faults, []);
  });

  it('fits on a phone, before a call and in one', async () => {
    const { page } = await visit(browser, url);
    await page.setViewport({ width: 375, height: 667, isMobile: true });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await width(), 375);
    await press(page, 'start');
    await until(page, 'streaming');
    assert.equal(await width(), 375);
  });
});
