// The long runs of test/soak, one after the other: `npm run soak -- [part…] [--seed number]`.
// The ordinary suite runs a slice of each; a seed that fails here can be run again by its number.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

process.chdir(new URL('..', import.meta.url).pathname);

/** The claim of each part. */
const parts = {
  model: '1,000 random runs of commands against a model of the call',
  fuzz: '10,000 spoilt server frames',
  hour: 'a call of one hour, compressed',
  leaks: '200 calls on one page',
  faults: '20 calls of a minute each with random faults',
};

const wanted = [];
let seed = Math.floor(Math.random() * 2 ** 31);
for (let args = process.argv.slice(2); args.length > 0; args = args.slice(1)) {
  if (args[0] === '--seed') seed = Number((args = args.slice(1))[0]);
  else wanted.push(args[0]);
}
const unknown = wanted.filter((part) => !Object.hasOwn(parts, part));
if (unknown.length > 0 || !Number.isInteger(seed)) {
  console.error(`Usage: npm run soak -- [${Object.keys(parts).join(' ')}] [--seed number]`);
  process.exit(1);
}

/** Runs a part, shows what it prints, and returns what its last line counts. */
async function run(part) {
  console.log(`\n${part}: ${parts[part]}, seed ${seed}`);
  const child = spawn(process.execPath, ['scripts/test.mjs', `soak/${part}.`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SOAK: JSON.stringify({ seed }) },
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
    process.stdout.write(data);
  });
  const [status] = await once(child, 'close');
  const [, passed, failed] = output.match(/^(\d+) passed, (\d+) failed$/m) ?? [0, 0, 1];
  return { part, passed: Number(passed), failed: Number(failed) || (status === 0 ? 0 : 1) };
}

const began = Date.now();
const results = [];
for (const part of wanted.length > 0 ? wanted : Object.keys(parts)) results.push(await run(part));
const total = (count) => results.reduce((sum, result) => sum + result[count], 0);

console.log(`\nsoaked for ${Math.round((Date.now() - began) / 1000)} s, seed ${seed}`);
for (const { part, passed, failed } of results) {
  console.log(
    `${failed === 0 ? 'ok     ' : 'FAILED '} ${part}: ${passed} passed, ${failed} failed`,
  );
}
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') === 0 ? 0 : 1);
