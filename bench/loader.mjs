// What each way to put a call on a page costs a visitor who makes none, on slow 4G with a processor four times slower.
// `npm run bench:loader`; RUNS=11 for more than 5 runs of each.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, chromiumPath } from '../scripts/browser.mjs';
import { quantile } from './statistics.mjs';
import { table } from './table.mjs';

const runs = Number(process.env.RUNS ?? 5);
const root = new URL('../', import.meta.url);

/** Slow 4G as Lighthouse throttles it, in ms and bytes per second. */
const slow4g = {
  offline: false,
  latency: 562,
  downloadThroughput: 180_000,
  uploadThroughput: 84_000,
};

const read = (name) => readFileSync(new URL(`dist/${name}`, root));
/** The rules of the style sheet, linked, or among those of the page, which cost no request. */
const linked = '<link rel="stylesheet" href="/live-call.css">';
const style = `<style>${read('live-call.css')}</style>`;
const heads = {
  none: '',
  loader: `${style}<script src="/live-call.loader.js" defer></script>`,
  'loader, style sheet linked': `${linked}<script src="/live-call.loader.js" defer></script>`,
  'script, defer': `${style}<script src="/live-call.min.js" defer></script>`,
  'script, blocking': `${style}<script src="/live-call.min.js"></script>`,
};

const tag = '<live-call token-url="/token"><button>Talk to our AI</button></live-call>';
const text = 'A page of a small shop with a few words about what it sells. '.repeat(8);

/** A page with a headline, a call unless there is none, a button of its own, and text. */
const page = (name) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
  <link rel="icon" href="data:,"><style>body { font: 18px/1.5 sans-serif } h1 { font-size: 4rem }</style>
  ${heads[name]}<h1>Everything for your garden</h1>${name === 'none' ? '' : tag}
  <button id="own">More</button><p id="more" hidden>${text}</p>${`<p>${text}</p>`.repeat(6)}
  <script>own.onclick = () => { more.hidden = !more.hidden }</script></html>`;

const file = (name) => gzipSync(read(name));
const files = {
  '/live-call.loader.js': ['text/javascript', file('live-call.loader.js')],
  '/live-call.min.js': ['text/javascript', file('live-call.min.js')],
  '/live-call.css': ['text/css', file('live-call.css')],
};
const names = Object.keys(heads);
names.forEach((name, i) => (files[`/${i}`] = ['text/html', gzipSync(page(name))]));

const server = createServer(({ url }, response) => {
  const [type, body] = files[url] ?? ['text/plain', gzipSync('')];
  response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(body);
});
await new Promise((resolve) => server.listen(0, 'localhost', resolve));
const origin = `http://localhost:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: await chromiumPath(),
  args: chromiumArgs,
  headless: 'shell',
});

/** Collects what the browser tells of a visit. */
function observe() {
  const seen = { lcp: 0, cls: 0, blocked: 0, inp: 0 };
  globalThis.seen = seen;
  const on = (type, read, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(read)).observe({
      type,
      buffered: true,
      ...options,
    });
  on('largest-contentful-paint', ({ startTime }) => (seen.lcp = startTime));
  on('layout-shift', ({ value, hadRecentInput }) => (seen.cls += hadRecentInput ? 0 : value));
  on('longtask', ({ duration }) => (seen.blocked += duration - 50));
  const onevent = ({ duration, interactionId }) => {
    if (interactionId) seen.inp = Math.max(seen.inp, duration);
  };
  on('event', onevent, { durationThreshold: 16 });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One visit: presses the page's own button once the page shows something, and twice later. */
async function visit(path) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.emulateCPUThrottling(4);
  const session = await page.createCDPSession();
  await session.send('Network.emulateNetworkConditions', slow4g);
  await page.evaluateOnNewDocument(observe);
  const loaded = page.goto(origin + path);
  await page.waitForFunction('globalThis.seen?.lcp > 0 && globalThis.own', { polling: 50 });
  await page.click('#own');
  await loaded;
  // The last of LCP and of long tasks.
  await pause(1000);
  const seen = await page.evaluate(() => ({ ...globalThis.seen }));
  for (let i = 0; i < 2; i++) {
    await page.click('#own');
    await pause(200);
  }
  const { inp } = await page.evaluate(() => globalThis.seen);
  await context.close();
  return { ...seen, inp };
}

const results = Object.fromEntries(names.map((name) => [name, []]));
for (let run = 0; run < runs; run++) {
  for (const [i, name] of names.entries()) results[name].push(await visit(`/${i}`));
}
await browser.close();
server.closeAllConnections();
server.close();

const median = (name, field) => quantile(results[name].map((result) => result[field]));
const rows = names.map((name) => [
  name,
  `${median(name, 'lcp').toFixed(0)} ms`,
  median(name, 'cls').toFixed(3),
  `${median(name, 'blocked').toFixed(0)} ms`,
  `${median(name, 'inp').toFixed(0)} ms`,
]);
console.log(table(['a page with', 'LCP', 'CLS', 'blocked', 'INP'], rows, 1));
