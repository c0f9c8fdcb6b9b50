// Makes the pictures of the README and the transcript of `npm start` in it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { createVoice } from '../build/demo/voice/voice.js';
import { wav } from '../build/demo/voice/wav.js';
import { animate } from './apng.mjs';
import { chromiumArgs, chromiumPath } from './browser.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const folder = 'demo/screenshots';
const RATE = 44_100;

/** The moving picture must not keep a reader of the README waiting. */
const MAX_BYTES = 600_000;

/** From one frame of it to the next, at least, in ms. */
const FRAME_MS = 125;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** The one who calls in the pictures: says something and listens. */
function caller(path) {
  const words = createVoice(RATE)('Hello there! Do you have a table for two?');
  const samples = new Int16Array(words.length + 30 * RATE);
  samples.set(words);
  writeFileSync(path, wav(samples, RATE));
}

const server = spawn(process.execPath, ['build/demo/server.js'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, GEMINI_API_KEY: '', PORT: '0' },
});
const transcript = [];
for await (const line of createInterface(server.stdout)) {
  transcript.push(line);
  if (line.startsWith('Press')) break;
}
const [, url] = /^live-call demo: (\S+)$/m.exec(transcript.join('\n'));

const temporary = mkdtempSync(join(tmpdir(), 'live-call-screenshots-'));
const recording = join(temporary, 'caller.wav');
caller(recording);
const browser = await puppeteer.launch({
  executablePath: await chromiumPath(),
  args: [...chromiumArgs, `--use-file-for-fake-audio-capture=${recording}%noloop`],
});

/** Opens a page of the demo; the part of a page that a picture shows is `height` high, in CSS pixels. */
async function open(path, scheme, width, height) {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setViewport({ width, height, deviceScaleFactor: 1.5 });
  await page.goto(url + path, { waitUntil: 'networkidle0' });
  // The pages as they would be by themselves.
  await page.$eval('.showroom', (nav) => nav.remove());
  return page;
}

/** The caller has spoken, and the model answers. */
const answered = (page) =>
  page.waitForFunction(() => document.querySelector('live-call').ledger.playback.played > 16_000);

const start = (page) => page.$eval('live-call', (call) => void call.start());

async function close(page) {
  await page.$eval('live-call', (call) => call.stop());
  await page.close();
}

/** A layout on its page, in a call, on light and on dark. */
async function takePicture(name, path, prepare) {
  for (const scheme of ['light', 'dark']) {
    const page = await open(path, scheme, 1120, 700);
    await page.bringToFront();
    await prepare?.(page);
    await page.mouse.click(2, 2);
    await start(page);
    await answered(page);
    await page.screenshot({ path: `${folder}/${name}-${scheme}.png` });
    await close(page);
  }
}

/** The card of the help centre through a short call, eight frames a second, or fewer on a slow machine. */
async function film() {
  const page = await open('/help', 'light', 720, 760);
  const clip = await page.$eval('.ask', (box) => {
    const { x, y, width } = box.getBoundingClientRect();
    return { x: x - 24, y: y - 24, width: width + 48, height: 320 };
  });
  const frames = [];
  let last = performance.now();
  const shoot = async () => {
    const began = performance.now();
    const png = Buffer.from(await page.screenshot({ clip }));
    const now = performance.now();
    frames.push({ png, ms: Math.max(FRAME_MS, now - last) });
    last = now;
    await setTimeout(FRAME_MS - (performance.now() - began));
  };
  const shootUntil = async (isOver) => {
    do await shoot();
    while (!(await page.$eval('live-call', isOver)));
  };
  await shoot();
  await page.mouse.click(2, 2);
  await start(page);
  await shootUntil((call) => call.ledger.playback.played > 3 * 24_000);
  await page.$eval('live-call', (call) => call.stop());
  await shoot();
  frames[0].ms = 1200;
  frames.at(-1).ms = 2000;
  await page.close();
  const file = animate(frames);
  if (file.length > MAX_BYTES) throw new Error(`The moving picture has ${file.length} bytes.`);
  writeFileSync(`${folder}/call.png`, file);
}

try {
  await takePicture('bar', '/help');
  await takePicture('panel', '/shop', (page) =>
    page.$eval('live-call', (call) => (call.open = true)),
  );
  await takePicture('stage', '/landing');
  await film();
} finally {
  await browser.close();
  server.kill();
  rmSync(temporary, { recursive: true, force: true });
}
await once(server, 'exit');

const readme = readFileSync('README.md', 'utf8');
const block = `<!-- npm start -->\n\n\`\`\`console\n$ npm start\n${transcript.join('\n').replaceAll(url, 'http://localhost:8080')}\n\`\`\`\n\n<!-- /npm start -->`;
writeFileSync(
  'README.md',
  readme.replace(/<!-- npm start -->.*<!-- \/npm start -->/s, () => block),
);
