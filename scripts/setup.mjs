// Installs what package-lock.json names, once per lock file, so that `npm start` and `npm test`
// are the only commands a fresh machine needs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);

const stamp = 'node_modules/.live-call-lock';
const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Installing packages (once) …');
  // No package here needs an install script, so none gets to run.
  const npm = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (npm.status !== 0) {
    console.error('npm ci failed; the lines above say why.');
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, lock);
}
