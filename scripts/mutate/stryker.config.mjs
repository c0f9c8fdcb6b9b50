// Breaks the parts on which every promise rests in hundreds of ways; each break must make a test fail.
/** A part is `src/<name>.ts` with its test `test/<name>.test.ts`, which must touch no DOM. */
const parts = [
  'audio/dsp/filter-table',
  'audio/dsp/resampler',
  'call/ledger',
  'call/lifecycle',
  'connection/retry',
  'call/unconfirmed',
  'platform/base64',
  'gemini/model-turn',
  'gemini/read-frame',
  'gemini/socket-end',
];
/** Files that the parts are made of. */
const helpers = ['gemini/fields'];

export default {
  mutate: [...parts, ...helpers].map((name) => `src/${name}.ts`),
  // Else Stryker rewrites it with a TypeScript that it does not bring.
  tsconfigFile: 'left-as-it-is.json',
  buildCommand: 'npx tsc --build',
  testRunner: 'tap',
  tap: {
    testFiles: parts.map((part) => `build/test/${part}.test.js`),
    nodeArgs: [
      '--import',
      './scripts/mutate/in-node.mjs',
      '--test-reporter=tap',
      '-r',
      '{{hookFile}}',
      '{{testFile}}',
    ],
  },
  plugins: ['@stryker-mutator/tap-runner'],
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 85, break: 85 },
  reporters: ['progress', 'clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'build/mutate',
  ignorePatterns: ['build', 'dist'],
};
