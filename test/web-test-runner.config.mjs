import { writeFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import { fromRollup } from '@web/dev-server-rollup';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { chromiumArgs, chromiumPath } from '../scripts/browser.mjs';
import { startEmulator } from '../build/src/testing/emulator/server.js';

const emulator = await startEmulator();
const tarpit = await startEmulator();

/** Counts and times tests into the file that $TEST_COUNTS names, for the last lines of `npm test`. */
const counts = {
  onTestRunFinished({ sessions }) {
    let passed = 0;
    let failed = 0;
    const durations = [];
    const walk = (suite) => {
      for (const test of suite?.tests ?? []) {
        if (test.skipped) continue;
        test.passed ? passed++ : failed++;
        durations.push({ name: `${suite.name} ${test.name}`.trim(), ms: test.duration ?? 0 });
      }
      suite?.suites?.forEach(walk);
    };
    for (const session of sessions) {
      walk(session.testResults);
      failed += session.errors?.length ?? 0;
    }
    if (process.env.TEST_COUNTS) {
      writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed, failed, durations }));
    }
  },
};

/** A page that forbids Workers, so that every conversation runs in the page. */
const withoutWorkers = `
  globalThis.conversationInPage = true;
  globalThis.Worker = class {
    constructor() {
      throw new DOMException('This page forbids Workers.', 'SecurityError');
    }
  };`;

export default {
  rootDir: new URL('..', import.meta.url).pathname,
  files: process.env.TEST_FILES?.split(',') ?? ['build/test/**/*.test.js'],
  nodeResolve: true,
  concurrency: 3,
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: await chromiumPath(), args: chromiumArgs },
    }),
  ],
  testFramework: { config: { timeout: 20_000 } },
  testsFinishTimeout: process.env.SOAK ? 3_600_000 : 120_000,
  testRunnerHtml: (testFramework) => `<!doctype html>
    <html lang="en">
      <head><meta charset="utf-8" /></head>
      <body>
        <script>
          globalThis.__emulator__ = '${emulator.url}';
          globalThis.__tarpit__ = '${tarpit.url}';
          globalThis.__soak__ = ${process.env.SOAK ?? 'undefined'};
          ${process.env.CONVERSATION === 'page' ? withoutWorkers : ''}
        </script>
        <script type="module" src="${testFramework}"></script>
      </body>
    </html>`,
  plugins: [
    // The SDK imports p-retry, which is CommonJS.
    fromRollup(commonjs)({
      strictRequires: false,
      include: ['**/node_modules/p-retry/**', '**/node_modules/retry/**'],
    }),
    { name: 'emulator', serverStop: () => Promise.all([emulator.close(), tarpit.close()]) },
  ],
  reporters: [defaultReporter({ reportTestProgress: false }), counts],
};
