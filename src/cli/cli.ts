import { Console } from 'node:console';
import { runCommand } from './run.js';

// The standard output is for results alone: what the broker tells its owner goes beside it.
globalThis.console = new Console(process.stderr);

// The build makes `dist/cli.js` of this file; what it serves and writes lies beside it.
process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  dist: new URL('.', import.meta.url),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
});
