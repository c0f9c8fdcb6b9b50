// Makes the pictures of the README and the transcript of `npm start` in it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, chromiumPath } from './browser.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const folder = 'demo/screenshots';
mkdirSync(folder, { recursive: true });

const server = spawn(process.execPath, ['build/demo/server.js'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, GEMINI_API_KEY: '' },
});
const transcript = [];
for await (const line of createInterface(server.stdout)) {
  transcript.push(line);
  if (line.startsWith('Press')) break;
}
const url = transcript[0].split(' ').at(-1);

const browser = await puppeteer.launch({
  executablePath: await chromiumPath(),
  args: chromiumArgs,
});
const page = await browser.newPage();
await page.setViewport({ width: 800, height: 860, deviceScaleFactor: 2 });
await page.goto(url, { waitUntil: 'networkidle0' });
await page.screenshot({ path: `${folder}/idle.png` });
await page.locator('live-call >>> button').click();
await page.waitForFunction(() => document.querySelector('live-call').ledger.sent > 48_000);
await page.screenshot({ path: `${folder}/in-a-call.png` });
await browser.close();
server.kill();
await once(server, 'exit');

const readme = readFileSync('README.md', 'utf8');
const block = `<!-- npm start -->\n\n\`\`\`console\n$ npm start\n${transcript.join('\n')}\n\`\`\`\n\n<!-- /npm start -->`;
writeFileSync(
  'README.md',
  readme.replace(/<!-- npm start -->.*<!-- \/npm start -->/s, () => block),
);
