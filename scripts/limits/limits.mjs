// Proves the limits on a real Redis or Valkey: brokers in processes of their own, each with another client, 10,000
// requests at once, a store that hangs, dies, comes back empty or has its clock set back. Without a server it says so in one line, and fails nowhere: npm test covers the rules.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServer, startServer } from './redis.mjs';

process.chdir(new URL('../..', import.meta.url).pathname);

const clients = { ioredis: '6.0.0', redis: '6.3.1', iovalkey: '0.4.0' };
const folder = join(tmpdir(), 'live-call-limits');

const found = findServer();
if (!found) {
  console.log('limits: skipped, for there is no redis-server or valkey-server, and apt gives none');
  process.exit(0);
}
mkdirSync(folder, { recursive: true });
if (Object.keys(clients).some((name) => !existsSync(join(folder, 'node_modules', name)))) {
  const packages = Object.entries(clients).map(([name, version]) => `${name}@${version}`);
  const flags = ['--no-save', '--no-audit', '--no-fund', '--silent', '--prefix', folder];
  execFileSync('npm', ['install', ...flags, ...packages], { stdio: 'inherit' });
}

let server = await startServer(found);
/** The example of docs/broker.md for a client, as a module. */
function exampleFor(client) {
  const page = readFileSync('docs/broker.md', 'utf8');
  const [, code] = new RegExp(`<!-- example: ${client} -->\\s*\`\`\`js\n(.*?)\`\`\``, 's').exec(
    page,
  );
  const broker = new URL('../../build/src/broker/broker.js', import.meta.url).href;
  const path = join(folder, `${client}.mjs`);
  writeFileSync(path, code.replace('live-call/broker', broker));
  return path;
}

async function startInstance(client) {
  const env = { ...process.env, REDIS_URL: `redis://127.0.0.1:${server.port}` };
  const child = fork(new URL('instance.mjs', import.meta.url), [exampleFor(client)], { env });
  await once(child, 'message');
  let last = 0;
  /** Sends one request from each of `addresses`, all at once. */
  const ask = (settings, addresses) =>
    new Promise((resolve) => {
      const id = ++last;
      const hear = (message) => {
        if (message.id !== id) return;
        child.off('message', hear);
        resolve(message);
      };
      child.on('message', hear);
      child.send({ id, settings, addresses });
    });
  return { ask, stop: () => child.disconnect() };
}

const instances = await Promise.all(Object.keys(clients).map(startInstance));
console.log(`${server.name}; brokers by ${Object.keys(clients).join(', ')}`);

let passed = 0;
let failed = 0;
function check(what, holds, numbers) {
  console.log(`${holds ? 'ok    ' : 'FAILED'}  ${what}: ${numbers}`);
  if (holds) passed += 1;
  else failed += 1;
}

/** One request from each of `addresses`, all at once, dealt out to the first `many` brokers. */
async function ask(here, addresses, many = 2) {
  const asked = instances.slice(0, many).map((instance, index) => {
    const part = addresses.filter((_, n) => n % many === index);
    return instance.ask(here.settings, part);
  });
  const heard = await Promise.all(asked);
  const answers = heard.flatMap(({ answers }) => answers);
  const counts = {};
  for (const { code } of answers) counts[code] = (counts[code] ?? 0) + 1;
  here.minted += counts.minted ?? 0;
  return { answers, counts, failures: heard.reduce((sum, { failures }) => sum + failures, 0) };
}

const addresses = (count, callers = count) =>
  Array.from({ length: count }, (_, n) => `10.${(n % callers) >> 8}.${(n % callers) & 255}.1`);
const words = (counts) =>
  Object.entries(counts)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ');

/** Resolves when each client has reached the store again. */
async function backAgain() {
  const probe = {
    minted: 0,
    settings: { limits: { perCaller: '1000/s' } },
  };
  while (!(await ask(probe, addresses(20))).counts.minted) await new Promise(setImmediate);
  while ((await ask(probe, addresses(20))).counts['store-unavailable'])
    await new Promise(setImmediate);
}

await backAgain();

/** Each scenario begins with an empty store and with brokers of its own. */
let scenarios = 0;
async function begin(limits, settings = {}) {
  await server.empty();
  return { minted: 0, settings: { scenario: ++scenarios, limits, ...settings } };
}

// With nothing set: a machine that is short of time may keep an answer back for over a second, and then the broker gives
// no token, but the store has counted the request.
{
  const here = await begin({ perCaller: '5/h', total: '600/h' });
  const { answers, counts } = await ask(here, addresses(10_000, 400));
  const { 'store-unavailable': late = 0 } = counts;
  const total = await server.total('total');
  const holds = here.minted <= 600 && here.minted >= 600 - late && total === 600;
  check('10,000 requests at once, two brokers, total 600', holds, words(counts));
  const had = new Map();
  for (const { code, address } of answers) {
    if (code === 'minted') had.set(address, (had.get(address) ?? 0) + 1);
  }
  const most = Math.max(...had.values());
  check(
    'no caller of them has more than 5',
    most <= 5,
    `${had.size} callers, at most ${most} each`,
  );
  const counted = await server.total('perCaller');
  check('who was refused is counted nowhere', counted === 600, `${counted} counted of callers`);
}
{
  const here = await begin({ perCaller: '5/h', total: '10000/day' });
  const { counts } = await ask(here, addresses(10_000, 400));
  const { 'store-unavailable': late = 0 } = counts;
  const holds = here.minted <= 2000 && here.minted >= 2000 - late;
  check('10,000 requests at once of 400 callers, 5 each', holds, words(counts));
}
{
  const here = await begin({ perCaller: false, total: '300/h' }, { onStoreFailure: 'memory' });
  const { counts } = await ask(here, addresses(10_000));
  const holds = here.minted >= 300 && here.minted <= 600;
  check('the same by memory, total 300: no broker over it', holds, words(counts));
}
{
  const here = await begin({ perCaller: false, total: '30/h' });
  const { counts } = await ask(here, addresses(300), 3);
  check('three clients keep one limit of 30', here.minted <= 30, words(counts));
}
{
  const here = await begin({ perCaller: false, total: '40/s' });
  const start = performance.now();
  for (let round = 0; round < 10; round++) await ask(here, addresses(50));
  const seconds = Math.ceil((performance.now() - start) / 1000);
  const holds = here.minted <= 40 * (seconds + 1);
  check('one window after the other, 40 a second', holds, `${here.minted} in ${seconds} s`);
}
for (const down of ['stall', 'kill']) {
  const what = down === 'stall' ? 'stopped' : 'killed';
  for (const onStoreFailure of ['memory', 'refuse']) {
    const here = await begin({ perCaller: false, total: '50/h' }, { onStoreFailure });
    await ask(here, addresses(20));
    await server[down]();
    const { counts, failures } = await ask(here, addresses(1000));
    const isRefused = onStoreFailure === 'refuse';
    const holds = isRefused ? here.minted === 20 : here.minted <= 100 && failures > 0;
    check(
      `store ${what}, ${onStoreFailure}, total 50: ${isRefused ? 'no token' : 'each broker keeps it'}`,
      holds,
      words(counts),
    );
    if (down === 'stall') server.goOn();
    else server = await startServer(found, server.port);
    await backAgain();
    const { counts: after } = await ask(here, addresses(1000));
    // Where it may be refused, only the store can say that the limit is reached.
    const isBack = after['budget-spent'] > 0;
    check(
      'the same store back',
      here.minted <= 100 && isBack,
      `${here.minted} in all; ${words(after)}`,
    );
  }
}
{
  const here = await begin({ perCaller: '5/min', total: false });
  await ask(here, addresses(10, 1));
  await server.shift(3_600_000);
  const { answers } = await ask(here, addresses(10, 1));
  const longest = Math.max(...answers.map(({ retryAfter }) => retryAfter));
  const holds = here.minted <= 5 && longest <= 60;
  check(
    'the clock of the store set back by an hour',
    holds,
    `${here.minted} minted, wait ${longest} s`,
  );
}

for (const { stop } of instances) stop();
await server.kill();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
