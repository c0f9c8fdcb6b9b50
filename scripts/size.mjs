// Prints what the shipped files weigh, min and gzip -9, and fails where one is over its budget.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { LANGUAGE, LOADER, SCRIPT, WORKLET } from './budgets.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const languages = readdirSync('dist/lang').map((file) => [`dist/lang/${file}`, LANGUAGE]);
const budgets = {
  'dist/live-call.loader.js': LOADER,
  'dist/live-call.min.js': SCRIPT,
  'dist/live-call.worklet.js': WORKLET,
  ...Object.fromEntries(languages),
};

let over = false;
for (const [file, budget] of Object.entries(budgets)) {
  const raw = readFileSync(file);
  const { length } = gzipSync(raw, { level: 9 });
  over ||= length > budget;
  console.log(`${file}: ${raw.length} B, gzip ${length} B, budget ${budget} B`);
}
process.exit(over ? 1 : 0);
