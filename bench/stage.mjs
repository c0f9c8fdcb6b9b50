// The place where a bench runs: the emulator, a server for one page, and a browser.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import puppeteer from 'puppeteer-core';
import { rollup } from 'rollup';
import { chromiumArgs, chromiumPath } from '../scripts/browser.mjs';
import { startEmulator } from '../build/src/testing/emulator/server.js';

const root = new URL('../', import.meta.url);

async function bundle(name) {
  const made = await rollup({
    input: new URL(`build/bench/pages/${name}.js`, root).pathname,
    plugins: [nodeResolve({ browser: true }), commonjs({ strictRequires: false })],
    context: 'globalThis',
    onwarn: () => {},
  });
  const { output } = await made.generate({ format: 'es' });
  return output[0].code;
}

/** Opens build/bench/pages/`name`.js in a browser; `newPage()` loads it afresh, alone in its process. */
export async function openStage(name) {
  // One origin for all, as on a real site: a token from elsewhere would cost a preflight.
  const server = createServer((request, response) => {
    if (!emulator.handle(request, response)) answer(request, response);
  });
  const emulator = await startEmulator({ server, host: 'localhost' });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const html = `<!doctype html>
    <script>globalThis.__emulator__ = '${emulator.url}';</script>
    <script src="/live-call.min.js"></script>
    <script type="module" src="/page.js"></script>`;
  const files = {
    '/': ['text/html', html],
    '/page.js': ['text/javascript', await bundle(name)],
    '/live-call.min.js': [
      'text/javascript',
      readFileSync(new URL('dist/live-call.min.js', root), 'utf8'),
    ],
  };
  const answer = ({ url }, response) => {
    const [type, body] = files[url] ?? ['text/plain', ''];
    response.writeHead(body ? 200 : 204, { 'content-type': type }).end(body);
  };
  const browser = await puppeteer.launch({
    executablePath: await chromiumPath(),
    args: chromiumArgs,
    headless: 'shell',
    protocolTimeout: 600_000,
  });
  return {
    async newPage() {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(`page: ${error.message}`));
      await page.goto(emulator.url);
      await page.waitForFunction('globalThis.bench');
      return page;
    },
    async close() {
      await browser.close();
      await emulator.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
