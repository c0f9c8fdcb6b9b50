// Runs the tests on what scripts/build.mjs built: *.node.js under node:test, all others in a browser, side by side.
// Arguments are folders or files below build/test (`live`, `audio/tape.test.js` …); none means all.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { chromiumPath } from './browser.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const wanted = process.argv.slice(2);
const files = readdirSync('build/test', { recursive: true })
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.startsWith(part)))
  .map((file) => join('build/test', file));

const nothing = { passed: 0, failed: 0, durations: [] };

/** A run that fails without a failing test counts as one failure. */
const tally = ({ passed, failed, durations }, status) => ({
  passed,
  failed: failed === 0 && status !== 0 ? 1 : failed,
  durations,
});

/** The duration of each test of a TAP report, in ms; a suite is no test. */
function durationsIn(report) {
  const entry = /^ *(?:not )?ok \d+ - (.+)\n +---\n +duration_ms: ([\d.]+)\n( +type: 'suite')?/gm;
  return [...report.matchAll(entry)]
    .filter(([, , , suite]) => !suite)
    .map(([, name, ms]) => ({ name, ms: Number(ms) }));
}

/** What a TAP report says of the tests that failed. */
function failuresIn(report) {
  const entry = /^( *)not ok .+\n\1 {2}---\n(?:\1 {2}.*\n)*?\1 {2}\.\.\.$/gm;
  return [...report.matchAll(entry)].map(([text]) => text).join('\n');
}

async function runInNode(tests) {
  if (tests.length === 0) return nothing;
  const node = spawn(process.execPath, ['--test', '--test-reporter=tap', ...tests], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [report, [status]] = await Promise.all([text(node.stdout), once(node, 'exit')]);
  const count = (word) => Number(report.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  console.log(`Node: ${count('pass')} passed`);
  if (status !== 0) console.log(failuresIn(report) || report);
  const durations = durationsIn(report);
  return tally({ passed: count('pass'), failed: count('fail'), durations }, status);
}

async function runInBrowser(tests, env = {}) {
  if (tests.length === 0) return nothing;
  const folder = mkdtempSync(join(tmpdir(), 'live-call-test-'));
  const counts = join(folder, 'counts.json');
  const runner = spawn(
    process.execPath,
    ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs'],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env, TEST_FILES: tests.join(','), TEST_COUNTS: counts },
    },
  );
  const [status] = await once(runner, 'exit');
  const result = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : nothing;
  rmSync(folder, { recursive: true, force: true });
  return tally(result, status);
}

/** A conversation runs in a Worker, and in the page where that is forbidden: these hold in both. */
const inBoth =
  /^build.test.(?:zero-loss|first-dial|reconnect|hand-over|resumption|tools|text|hold|captions|playback|failures|poison|many-calls|blocked-page)\.test/;

// Unpacks the browser, so that the two runs need not both do it.
await chromiumPath();
const inBrowser = files.filter((file) => file.endsWith('.test.js'));
const [node, browser] = await Promise.all([
  runInNode(files.filter((file) => file.endsWith('.node.js'))),
  runInBrowser(inBrowser),
]);
const inPage = await runInBrowser(
  process.env.CONVERSATION ? [] : inBrowser.filter((file) => inBoth.test(file)),
  { CONVERSATION: 'page' },
);
const runs = [node, browser, inPage];
const passed = runs.reduce((sum, run) => sum + run.passed, 0);
const failed = runs.reduce((sum, run) => sum + run.failed, 0) || (passed === 0 ? 1 : 0);
const slowest = runs
  .flatMap(({ durations }) => durations)
  .sort((a, b) => b.ms - a.ms)
  .slice(0, 10);
console.log('\nThe slowest tests:');
for (const { name, ms } of slowest) console.log(`${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
console.log(`\n${passed} passed, ${failed} failed`);
// To exit at once would cut off what a pipe has not taken yet: https://nodejs.org/api/process.html#processexitcode
process.exitCode = failed === 0 ? 0 : 1;
