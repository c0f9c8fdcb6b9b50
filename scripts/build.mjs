// src → build/ (tsc: the tests and the demo run this) → dist/ (rollup: the package ships this).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { onePhpFile } from './one-php-file.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

function run(tool, ...args) {
  const { status } = spawnSync(process.execPath, [`node_modules/${tool}`, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Copies the declarations that `file` reaches, itself first: those of tsc, or those that were written as such. */
function copyTypes(file) {
  const target = join('dist/types', file);
  if (existsSync(target)) return;
  const source = ['build/src', 'src'].map((folder) => join(folder, file)).find(existsSync);
  cpSync(source, target);
  const imported = /(?:from |import |import\()'(\.[^']+)\.js'/g;
  for (const [, path] of readFileSync(source, 'utf8').matchAll(imported)) {
    copyTypes(join(file, '..', `${path}.d.ts`));
  }
}

/** The tables in src/ui/strings, but for English, which is in the bundle. */
async function readLanguages() {
  const folder = 'build/src/ui/strings';
  const names = readdirSync(folder).filter((name) => /(?<!^en)\.js$/.test(name));
  const modules = await Promise.all(
    names.map((name) => import(new URL(`../${folder}/${name}`, import.meta.url))),
  );
  return modules.flatMap((tables) => Object.values(tables));
}

/**
 * The file of a language, for a page and for an app. Its mark of UTF-8 counts for more than the encoding of a page:
 * https://encoding.spec.whatwg.org/#bom-sniff
 */
function fileOf(table) {
  const words = JSON.stringify(table);
  return `\ufeff(globalThis[Symbol.for("live-call.words")]??=[]).push(${words});\n`;
}

/**
 * Makes dist/release: everything that a page loads, in a folder with the version in its name, so that the files beside
 * each other are of one version and may be cached for ever. Its sri.txt has the values of `integrity`;
 * `npm run build` prints them.
 */
function release(version) {
  const folder = `dist/release/live-call-${version}`;
  const tags = ['live-call.min.js', 'live-call.loader.js', 'live-call.css'];
  for (const name of [
    ...tags,
    'live-call.worklet.js',
    'live-call.worker.js',
    'lang',
    'LICENSES.txt',
  ]) {
    cpSync(`dist/${name}`, `${folder}/${name}`, { recursive: true });
  }
  const lines = tags.map((name) => {
    const hash = createHash('sha384')
      .update(readFileSync(`dist/${name}`))
      .digest('base64');
    return `sha384-${hash}  live-call-${version}/${name}\n`;
  });
  for (const place of ['dist', folder]) writeFileSync(`${place}/sri.txt`, lines.join(''));
  if (process.argv.includes('--integrity')) process.stdout.write(lines.join(''));
}

const { version, exports } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('build', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc', '--build');
writeFileSync('build/src/version.js', `export const version = '${version}';\n`);
const languages = await readLanguages();
writeFileSync(
  'build/src/ui/strings/languages.js',
  `export const languages = ${JSON.stringify(languages.map(({ lang }) => lang))};\n`,
);
run('rollup/dist/bin/rollup', '--config', '--silent');
cpSync('src/ui/styles/live-call.css', 'dist/live-call.css');
writeFileSync('dist/hosts/token.php', onePhpFile());
mkdirSync('dist/lang');
for (const table of languages) writeFileSync(`dist/lang/${table.lang}.js`, fileOf(table));
mkdirSync('dist/types');
writeFileSync('dist/types/lang.d.ts', 'export {};\n');
for (const { types } of Object.values(exports)) {
  if (types) copyTypes(types.replace('./dist/types/', ''));
}
release(version);
