// Installs, builds and weighs an example in a folder of its own, which stays, so that the second time is quick.
import { execFileSync } from 'node:child_process';
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

const home = '.examples';
export const folderOf = (name) => join(home, name);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Runs something in a folder; it is quiet where it works. */
function run(folder, command, ...args) {
  try {
    return execFileSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: '1', NO_COLOR: '1', ...noCallsHome },
    });
  } catch (error) {
    const said = `${error.stdout ?? ''}${error.stderr ?? ''}`;
    throw new Error(`${command} ${args.join(' ')}\n${said}`, { cause: error });
  }
}
const noCallsHome = {
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};

/** Packs without building: scripts/build.mjs has run already. Returns the path of the tarball. */
export function pack() {
  mkdirSync(home, { recursive: true });
  const options = ['--ignore-scripts', '--json', '--pack-destination', home];
  const [{ filename }] = JSON.parse(run('.', 'npm', 'pack', ...options));
  return resolve(home, filename);
}

/** Copies the example and installs what it names. Only the package is put in anew where nothing else has changed. */
export function install({ name }, tarball, { fresh }) {
  const folder = folderOf(name);
  const stamp = join(folder, 'node_modules/.installed');
  const own = readJson(join('examples', name, 'package.json'));
  const wanted = JSON.stringify([own, readJson('package.json').dependencies]);
  const isInstalled = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (fresh || !isInstalled) rmSync(folder, { recursive: true, force: true });
  cpSync(join('examples', name), folder, { recursive: true });
  if (fresh || !isInstalled) {
    own.dependencies['live-call'] = `file:${tarball}`;
    writeFileSync(join(folder, 'package.json'), JSON.stringify(own));
    const quick = ['--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
    run(folder, 'npm', 'install', '--ignore-scripts', '--loglevel=error', ...quick);
    writeFileSync(stamp, wanted);
  }
  unpack(folder, tarball);
}

function unpack(folder, tarball) {
  const target = join(folder, 'node_modules/live-call');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  run('.', 'tar', '-xzf', tarball, '-C', target, '--strip-components=1');
}

const scriptsOf = (name) => readJson(join('examples', name, 'package.json')).scripts ?? {};

export function build({ name }) {
  if (scriptsOf(name).build) run(folderOf(name), 'npm', 'run', 'build', '--silent');
}

export const isServer = ({ name }) => 'start' in scriptsOf(name);

/** gzip -9 of all JavaScript for the browser, in bytes. */
function weightOf({ name, client }) {
  const folder = join(folderOf(name), client);
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
      0,
    );
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
