import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { createVoice } from '../../demo/voice/voice.js';
import { openBrowser } from './browser.js';
import { press, until, visit } from './visit.js';

const RATE = 44_100;

/** A WAV file of somebody who says something and then is quiet. */
function recording(): Buffer {
  const words = createVoice(RATE)('Hello there!');
  const data = Buffer.alloc((words.length + 10 * RATE) * 2);
  words.forEach((sample, i) => data.writeInt16LE(sample, i * 2));
  const header = Buffer.from('RIFF....WAVEfmt ....................data....');
  header.writeUInt32LE(36 + data.length, 4);
  header.set([16, 0, 0, 0, 1, 0, 1, 0], 16);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.set([2, 0, 16, 0], 32);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

const path = fileURLToPath(new URL('../../demo/server.js', import.meta.url));

describe('the demo', () => {
  let server: ChildProcess;
  let url: string;
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'live-call-demo-'));

  before(async () => {
    const { GEMINI_API_KEY: _, ...env } = process.env;
    server = spawn(process.execPath, [path], {
      env: { ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    while (!said.includes('Ctrl+C')) said += String((await once(server.stdout!, 'data'))[0]);
    url = /http:\S+/.exec(said)?.[0] ?? '';
    const file = join(folder, 'caller.wav');
    writeFileSync(file, recording());
    browser = await openBrowser({ flags: [`--use-file-for-fake-audio-capture=${file}%noloop`] });
  });
  after(async () => {
    await browser.close();
    server.kill();
    await once(server, 'exit');
    rmSync(folder, { recursive: true });
  });

  it('has a call in which the parrot answers and the server hears every sample, and complains of nothing', async () => {
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
    assert.equal(await samples('captured'), (await samples('sent')) + (await samples('dropped')));
    assert.ok((await samples('sent')) > 16_000);
    assert.deepEqual(faults, []);
  });

  it('fits on a phone, before a call and in one', async () => {
    const { page } = await visit(browser, url);
    await page.waitForSelector('#heard:not([hidden])');
    await page.setViewport({ width: 375, height: 667, isMobile: true });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await width(), 375);
    await press(page, 'start');
    await until(page, 'streaming');
    assert.equal(await width(), 375);
  });
});
