// Has one real call in each of the examples, or in those that are named, built against the packed package, and runs the
// test that an example has of its own.
// Then it weighs what the element adds, for the table of docs/frameworks.md; `--check` leaves that out. `--fresh`
// installs anew. It needs what scripts/build.mjs built.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { startEmulator } from '../build/src/testing/emulator/server.js';
import { wav } from '../build/demo/voice/wav.js';
import { chromiumArgs, chromiumPath } from './browser.mjs';
import { call } from './examples/call.mjs';
import { home } from './examples/environment.mjs';
import { open } from './examples/host.mjs';
import { examples } from './examples/list.mjs';
import { renewTable } from './examples/table.mjs';
import { build, install, pack, test, weigh } from './examples/workshop.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => !examples[name]);
if (unknown.length > 0) {
  console.error(
    `No example: ${unknown.join(', ')}. There are ${Object.keys(examples).join(', ')}.`,
  );
  process.exit(2);
}
const wanted = names.length > 0 ? names : Object.keys(examples);
const fresh = process.argv.includes('--fresh');
const check = process.argv.includes('--check');

const tarball = pack();
const emulator = await startEmulator();

/** A caller who listens: the microphone of the browser beeps, and that would break off the greeting. */
const quiet = resolve(home, 'quiet.wav');
writeFileSync(quiet, wav(new Int16Array(48_000), 48_000));

/** Starts the browser of this machine as it needs to be, for the tests that examples have of their own. */
const launcher = resolve(home, 'chromium');
const quoted = [await chromiumPath(), ...chromiumArgs].map((word) => `'${word}'`).join(' ');
writeFileSync(launcher, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });

/** A browser for each call, so that none has to live through the builds of the others. */
async function callIn(url) {
  const browser = await puppeteer.launch({
    executablePath: await chromiumPath(),
    args: [...chromiumArgs, `--use-file-for-fake-audio-capture=${quiet}`],
    headless: 'shell',
  });
  try {
    await call(browser, url, emulator.url);
  } finally {
    await browser.close();
  }
}

async function tryOut(example) {
  install(example, tarball, { fresh });
  build(example);
  const site = await open(example, emulator.url);
  try {
    await callIn(site.url);
  } finally {
    await site.close();
  }
  test(example, launcher);
}

const weights = {};
let failed = 0;
for (const name of wanted) {
  const example = { name, ...examples[name] };
  const start = performance.now();
  try {
    await tryOut(example);
    const seconds = Math.round((performance.now() - start) / 1000);
    if (!check) weights[name] = weigh(example);
    const added = weights[name] === undefined ? '' : `, ${weights[name]} B of JavaScript added`;
    console.log(`ok      ${name}: a call after ${seconds} s${added}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
}
await emulator.close();
if (!check) await renewTable(weights);
console.log(`\n${wanted.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
