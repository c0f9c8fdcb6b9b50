// Installs, builds and weighs an example in a folder of its own, which stays, so that the second time is quick.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { environmentFor, home, run } from './environment.mjs';

export const folderOf = (name) => join(home, name);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const packageOf = (name) => readJson(join('examples', name, 'package.json'));
const scriptsOf = (name) => packageOf(name).scripts ?? {};

/** Whether the example is its own server. */
export const isServer = ({ name }) => 'start' in scriptsOf(name);

/** Packs without building: scripts/build.mjs has run already. Returns the path of the tarball. */
export function pack() {
  mkdirSync(home, { recursive: true });
  const options = ['--ignore-scripts', '--json', '--pack-destination', home];
  const [{ filename }] = JSON.parse(run('.', 'npm', ['pack', ...options]));
  return resolve(home, filename);
}

/** Copies the example and installs what it names; where that is there already, only the package comes anew. */
export function install(example, tarball, { fresh }) {
  const { name } = example;
  const folder = folderOf(name);
  const stamp = join(folder, 'node_modules/.installed');
  const own = packageOf(name);
  const wanted = JSON.stringify([own, readJson('package.json').dependencies]);
  const isInstalled = !fresh && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (!isInstalled) rmSync(folder, { recursive: true, force: true });
  cpSync(join('examples', name), folder, { recursive: true });
  if (!isInstalled) {
    own.dependencies['live-call'] = `file:${tarball}`;
    writeFileSync(join(folder, 'package.json'), JSON.stringify(own));
    const quick = ['--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
    const options = ['--ignore-scripts', '--loglevel=error', ...quick];
    run(folder, 'npm', ['install', ...options], environmentFor(example));
    writeFileSync(stamp, wanted);
  }
  const target = join(folder, 'node_modules/live-call');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  run('.', 'tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
}

export function build(example) {
  const { name } = example;
  if (!scriptsOf(name).build) return;
  run(folderOf(name), 'npm', ['run', 'build', '--silent'], environmentFor(example));
}

/** Runs the test that an example has of its own, in the browser that starts with `launcher`. */
export function test(example, launcher) {
  const { name } = example;
  if (!scriptsOf(name).test) return;
  const browser = { CHROME_PATH: launcher, PUPPETEER_EXECUTABLE_PATH: launcher };
  run(folderOf(name), 'npm', ['test', '--silent'], { ...environmentFor(example), ...browser });
}

/** gzip -9 of all JavaScript for the browser, in bytes. */
function weightOf({ name, client }) {
  const folder = join(folderOf(name), client);
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .map((file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** The bytes that the element adds: the built example, minus the same with an empty package in its place. */
export function weigh(example) {
  if (!example.client) return undefined;
  const withCall = weightOf(example);
  const dist = join(folderOf(example.name), 'node_modules/live-call/dist');
  writeFileSync(join(dist, 'index.js'), 'export {};\n');
  writeFileSync(join(dist, 'react.js'), "'use client';\nexport const LiveCall = () => null;\n");
  writeFileSync(join(dist, 'live-call.min.js'), '');
  build(example);
  return withCall - weightOf(example);
}
