// src → build/ (tsc: the tests and the demo run this) → dist/ (rollup: the package ships this).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(new URL('..', import.meta.url).pathname);

function run(tool, ...args) {
  const { status } = spawnSync(process.execPath, [`node_modules/${tool}`, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Copies the declarations that `file` reaches, itself first. */
function copyTypes(file) {
  const target = join('dist/types', file);
  if (existsSync(target)) return;
  const source = join('build/src', file);
  cpSync(source, target);
  const imported = /(?:from |import |import\()'(\.[^']+)\.js'/g;
  for (const [, path] of readFileSync(source, 'utf8').matchAll(imported)) {
    copyTypes(join(file, '..', `${path}.d.ts`));
  }
}

const { version, exports } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('build', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc', '--build');
writeFileSync('build/src/version.js', `export const version = '${version}';\n`);
run('rollup/dist/bin/rollup', '--config', '--silent');
cpSync('src/ui/styles/live-call.css', 'dist/live-call.css');
for (const { types } of Object.values(exports)) {
  if (types) copyTypes(types.replace('./dist/types/', ''));
}
