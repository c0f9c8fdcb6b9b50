// Writes custom-elements.json from the JSDoc of the element; with --check, fails where that changes it.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

process.chdir(new URL('..', import.meta.url).pathname);

const path = 'custom-elements.json';
const before = readFileSync(path, 'utf8');
const { status, stderr } = spawnSync(
  process.execPath,
  [
    'node_modules/@custom-elements-manifest/analyzer/cem.js',
    'analyze',
    '--config',
    'scripts/custom-elements.config.mjs',
    '--quiet',
  ],
  { encoding: 'utf8' },
);
if (status !== 0) throw new Error(stderr);
const after = await format(readFileSync(path, 'utf8'), { parser: 'json' });
const check = process.argv.includes('--check');
writeFileSync(path, check ? before : after);
if (check && before !== after) {
  console.error(`${path} is not fresh: run npm run manifest.`);
  process.exit(1);
}
