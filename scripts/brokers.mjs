// Holds brokers to the one table in test/brokers: `npm run brokers` all that this machine can run, and
// `npm run brokers worker php-7.4` these. The tools come from npm into .tools, 60 to 200 MB each, once.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

process.chdir(new URL('..', import.meta.url).pathname);

const phpVersions = ['7.4', '8.0', '8.1', '8.2', '8.3', '8.4', '8.5'];
const PHP_WASM = '3.1.56';

/** What stands in for a package that would be there for nothing. */
const NOTHING = 'npm:wasm-feature-detect@1.8.0';

const nameOf = (version) => `@php-wasm/node-${version.replace('.', '-')}`;

/** php-wasm wants all versions of PHP, 60 MB each. */
function phpWasm(version) {
  const others = ['5.2', ...phpVersions].filter((other) => other !== version).map(nameOf);
  return {
    dependencies: { '@php-wasm/node': PHP_WASM },
    overrides: Object.fromEntries(others.map((name) => [name, NOTHING])),
  };
}

/** What a broker needs of npm. */
const tools = {
  worker: { dependencies: { miniflare: '4.20260730.0' } },
  deno: { dependencies: { deno: '2.9.6' } },
  ...Object.fromEntries(phpVersions.map((version) => [`php-${version}`, phpWasm(version)])),
};

const hasPhp = spawnSync('php', ['--version']).status === 0;
const php = ['php', 'php-without-curl'];
const usual = [
  'node',
  'node.mjs',
  'worker',
  'deno',
  ...(hasPhp ? php : []),
  ...['7.4', '8.0', '8.2', '8.5'].map((version) => `php-${version}`),
];

/** The folder of the tools for `name`, with them in it. */
function install(name) {
  const folder = resolve('.tools', name);
  const wanted = JSON.stringify({ private: true, ...tools[name] }, null, 2);
  const done = join(folder, `done-${Buffer.from(wanted).toString('base64url').slice(-40)}`);
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  writeFileSync(join(part, 'package.json'), wanted);
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...quiet], { cwd: part, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm could not install what ${name} needs.`);
  renameSync(part, folder);
  writeFileSync(done, '');
  return folder;
}

function run(name) {
  const folder = tools[name] ? join(install(name), 'node_modules') : '';
  const env = { ...process.env, BROKERS: name, BROKER_TOOLS: folder };
  const tap = ['--test', '--test-reporter=tap', 'build/test/brokers/conformance.node.js'];
  const { status, stdout, stderr } = spawnSync(process.execPath, tap, {
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) console.log(stdout + stderr);
  const count = (word) => Number(stdout.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail') || (status === 0 ? 0 : 1) };
}

const asked = process.argv.slice(2);
if (asked.length === 0 && !hasPhp)
  console.log('There is no php on this machine; php-wasm stands in for it.');
let [passed, failed] = [0, 0];
for (const name of asked.length > 0 ? asked : usual) {
  const start = performance.now();
  const result = run(name);
  passed += result.passed;
  failed += result.failed;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
