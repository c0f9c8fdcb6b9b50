// Runs the recipes of docs/testing.md as they stand there. Arguments are the tools wanted; none means all.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { chromiumPath } from './browser.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const folder = join(process.cwd(), '.tmp-testing-recipes');

/** `npm ci` would bring their 80 MB to everybody. Vitest 4 is the newest that runs on Node 20. */
const toInstall = [
  '@playwright/test@1.65.1',
  'playwright@1.65.1',
  'vitest@4.1.12',
  '@vitest/browser-playwright@4.1.12',
  'jsdom@26.1.0',
];

/** The command of each recipe. The first two need nothing that is not here already. */
const recipes = {
  puppeteer: ['--test', 'call.test.js'],
  wtr: ['../node_modules/@web/test-runner/dist/bin.js'],
  playwright: ['node_modules/@playwright/test/cli.js', 'test'],
  vitest: ['node_modules/vitest/vitest.mjs', 'run'],
  jsdom: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'unit.config.js'],
};

/** The browser of this machine, with no microphone of its own: the fake one has to do. */
const launchOptions = JSON.stringify({
  executablePath: await chromiumPath(),
  args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
});

/** What stands for the setting-up of the reader's own. */
const surroundings = {
  'package.json': '{ "private": true, "type": "module" }',
  'launch.js': `import { chromeLauncher } from '@web/test-runner-chrome';
    import puppeteer from 'puppeteer-core';
    export const launcher = chromeLauncher({ launchOptions: ${launchOptions} });
    export const launch = () => puppeteer.launch({ ...${launchOptions}, headless: 'shell' });`,
  'playwright.config.js': `export default {
    testMatch: '*.spec.js', reporter: 'line', use: { launchOptions: ${launchOptions} },
  };`,
  'unit.config.js': `export default { test: { include: ['unit.test.js'] } };`,
};

const write = (name, text) => writeFileSync(join(folder, name), text);

/** Writes the blocks of code that begin with the name of a file; returns the page. */
function writeRecipes(origin) {
  const block = /^```(?:js|html)\n(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n(.+?)^```$/gms;
  const found = [...readFileSync('docs/testing.md', 'utf8').matchAll(block)];
  const files = Object.fromEntries(found.map(([, name, code]) => [name, code]));
  for (const [name, code] of Object.entries(files)) {
    const here = code
      .replaceAll('http://localhost:3000', origin)
      .replace('playwright()', `playwright({ launchOptions: ${launchOptions} })`);
    write(name, here);
  }
  return files['index.html'];
}

function install() {
  const stamp = join(folder, 'installed');
  const names = toInstall.join(' ');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === names) return;
  console.log('Installing the tools of the recipes (once) …');
  const quick = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--prefer-offline'];
  const npm = spawnSync('npm', ['install', ...quick, ...toInstall], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (npm.status !== 0) process.exit(1);
  write('installed', names);
}

/** The package as an app has it: from `dist`, by its exports. */
function link() {
  const place = join(folder, 'node_modules/live-call');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  rmSync(place, { force: true });
  symlinkSync(process.cwd(), place);
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(recipes);

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(surroundings)) write(name, text);

let page = '';
const server = createServer(({ url }, response) => {
  const isScript = url === '/live-call.min.js';
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
  response.end(isScript ? readFileSync('dist/live-call.min.js') : page);
});
await new Promise((resolve) => server.listen(0, 'localhost', resolve));
page = writeRecipes(`http://localhost:${server.address().port}`);

if (wanted.some((name) => !['puppeteer', 'wtr'].includes(name))) install();
link();
for (const name of wanted) {
  const run = spawn(process.execPath, recipes[name], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = await once(run, 'exit');
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}`);
  if (status !== 0) process.exitCode = 1;
}
server.close();
server.closeAllConnections();
