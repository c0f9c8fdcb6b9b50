// Runs the tests on what .ci/build.mjs built: *.node.js under node:test, all others in a browser.
// Arguments are folders or files below build/test (`live`, `audio/tape.test.js` …); none means all.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.chdir(new URL('..', import.meta.url).pathname);

const wanted = process.argv.slice(2);
const files = readdirSync('build/test', { recursive: true })
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.startsWith(part)))
  .map((file) => join('build/test', file));
const inNode = files.filter((file) => file.endsWith('.node.js'));
const inBrowser = files.filter((file) => file.endsWith('.test.js'));
const total = { passed: 0, failed: 0 };

/** Adds to the total; a run that fails without a failing test counts as one failure. */
function add({ passed, failed }, status) {
  total.passed += passed;
  total.failed += failed === 0 && status !== 0 ? 1 : failed;
}

if (inNode.length > 0) {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=tap', ...inNode],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const count = (word) => Number(stdout.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  if (status !== 0) console.log(stdout);
  else console.log(`Node: ${count('pass')} passed`);
  add({ passed: count('pass'), failed: count('fail') }, status);
}

if (inBrowser.length > 0) {
  const folder = mkdtempSync(join(tmpdir(), 'live-call-test-'));
  const counts = join(folder, 'counts.json');
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs'],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TEST_FILES: inBrowser.join(','), TEST_COUNTS: counts },
    },
  );
  add(
    existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0 },
    status,
  );
  rmSync(folder, { recursive: true, force: true });
}

if (total.passed + total.failed === 0) {
  console.error('No test ran.');
  total.failed = 1;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
