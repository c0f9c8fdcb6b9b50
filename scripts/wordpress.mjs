// Walks through a real WordPress with the plugin: `npm run wordpress`. It sets up all that it needs by itself.
import puppeteer from 'puppeteer-core';
import { startEmulator } from '../build/src/testing/emulator/server.js';
import { openLine } from '../build/test/helpers/line.js';
import { chromiumArgs, chromiumPath } from './browser.mjs';
import { makePlugin } from './wordpress/make-plugin.mjs';
import { openWordPress } from './wordpress/site.mjs';
import { steps } from './wordpress/walk.mjs';

/** In the form of Google's, so that all that looks for keys finds it. */
const key = 'AIzaSyOnlyForThisWalkThroughWordPress01';

process.chdir(new URL('..', import.meta.url).pathname);

const { archive } = makePlugin();
const endings = [];
let passed = 0;
let failed = 0;

async function check(title, step) {
  try {
    await step();
    passed += 1;
    console.log(`ok      ${title}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${title}\n${error.stack}`);
  }
}

async function end() {
  for (const close of endings.splice(0).toReversed()) await close();
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void end().then(() => process.exit(1)));

try {
  const emulator = await startEmulator();
  endings.push(() => emulator.close());
  globalThis.__emulator__ = emulator.url;
  const line = await openLine({ apiKey: key });
  const site = await openWordPress({ LIVE_CALL_BASE_URL: line.baseUrl });
  endings.push(() => site.close());
  const executablePath = await chromiumPath();
  const browser = await puppeteer.launch({ executablePath, args: chromiumArgs, headless: 'shell' });
  endings.push(() => browser.close());
  const heard = [];
  for (const [title, step] of steps({ browser, site, line, key, archive, heard }))
    await check(title, step);
} finally {
  await end();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
