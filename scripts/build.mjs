// src → build/ (tsc: what the tests and the demo run) → dist/ (rollup: what the package ships).
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);

function run(tool, ...args) {
  const { status } = spawnSync(process.execPath, [`node_modules/${tool}`, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync('build', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc');
run('rollup/dist/bin/rollup', '--config', '--silent');
cpSync('build/src', 'dist/types', {
  recursive: true,
  filter: (path) => !/\.\w+$/.test(path) || path.endsWith('.d.ts'),
});
