// `npm run dev`: builds once, then watches the types, the bundle and the browser tests, and serves the demo.
// Arguments are the tests to run again at each change, as for scripts/test.mjs; none runs no tests.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

process.chdir(new URL('..', import.meta.url).pathname);

const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

const wanted = process.argv.slice(2);
const tests = readdirSync('build/test', { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.test.js') && wanted.some((part) => file.startsWith(part)))
  .map((file) => join('build/test', file));

const children = new Set();

/** Runs a tool beside the others; each line of its output begins with its name. */
function run(name, args, env = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  children.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      if (line.trim()) console.log(`${name.padEnd(6)} ${line}`);
    });
  }
  child.once('exit', (code) => {
    children.delete(child);
    if (code) console.log(`${name.padEnd(6)} ended with ${code}`);
  });
}

run('types', ['node_modules/typescript/bin/tsc', '--build', '--watch', '--preserveWatchOutput']);
run('bundle', [
  'node_modules/rollup/dist/bin/rollup',
  '--config',
  '--watch',
  '--no-watch.clearScreen',
]);
run('demo', ['--watch', '--watch-preserve-output', 'build/demo/server.js']);
if (tests.length > 0) {
  const runner = 'node_modules/@web/test-runner/dist/bin.js';
  const config = 'test/web-test-runner.config.mjs';
  run('tests', [runner, '--config', config, '--watch'], { TEST_FILES: tests.join(',') });
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of children) child.kill('SIGTERM');
  });
}
