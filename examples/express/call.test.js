// A whole call on this page, with a token of this server, and an emulator in the place of Google: `npm test`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { microphoneScript, startEmulator } from 'live-call/testing';
import puppeteer from 'puppeteer';

test('a caller asks Ada, hears the answer and hangs up', async () => {
  const emulator = await startEmulator({
    persona: ['Good morning!', { heard: 'When do you open?', say: 'At nine.' }],
  });
  const { baseUrl } = emulator;
  Object.assign(process.env, { PORT: 3030, GEMINI_API_KEY: 'any', GEMINI_BASE_URL: baseUrl });
  await import('./server.js');
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(readFileSync(microphoneScript, 'utf8'));
  await page.goto('http://localhost:3030/');
  await page.$eval('live-call', (call, baseUrl) => Object.assign(call, { baseUrl }), baseUrl);

  await page.locator('live-call >>> [part=start]').click();
  await emulator.waitFor({ turns: 1 });
  await page.evaluate(() => fakeMicrophone.speak(1));
  await page.waitForFunction(() =>
    document.querySelector('live-call').transcript.some(({ text }) => text === 'At nine.'),
  );
  await page.locator('live-call >>> [part=end]').click();
  await page.waitForFunction(() => document.querySelector('output').value);

  const said = await page.$eval('output', ({ value }) => value);
  assert.equal(said, 'The call has ended: stopped.');
  const [{ written, protocolErrors }] = emulator.report().connections;
  assert.deepEqual([written[0].text, protocolErrors], ['Greet the caller.', []]);
  await browser.close();
  await emulator.close();
});
