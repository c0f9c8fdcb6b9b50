// Writes into test/faults.md which test carries which fault in its title; with --check, fails where that changes it.
// Fails, too, where a fault has neither a test nor a note that says why.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

process.chdir(new URL('..', import.meta.url).pathname);

const path = 'test/faults.md';
/** How many faults each group has; none may get lost. */
const groups = { A: 13, B: 8, C: 13, D: 11, E: 25, F: 11, G: 14 };
const title = /(?:\bit\(|\bdescribe\(|\btitle:)\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;

/** Files below test/, by each fault that a title in them names. */
const files = new Map();
for (const file of readdirSync('test', { recursive: true }).sort((a, b) => (a < b ? -1 : 1))) {
  if (!/\.(test|node)\.ts$/.test(file)) continue;
  for (const [, , text] of readFileSync(join('test', file), 'utf8').matchAll(title)) {
    for (const [id] of text.matchAll(/\b[A-G]\d{1,2}\b/g)) {
      files.set(id, (files.get(id) ?? new Set()).add(file));
    }
  }
}

const missing = new Set(
  Object.entries(groups).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, i) => `${group}${i + 1}`),
  ),
);
const faults = [];
const before = readFileSync(path, 'utf8');
const rows = before.replace(/^\| ([A-G]\d+) .*$/gm, (row) => {
  const [id, name, , written = ''] = row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  const tests = [...(files.get(id) ?? [])].map((file) => `\`${file}\``).join(', ');
  // What is tested is no longer "not yet"; what is only tested in part says "in part".
  const note = tests && written.startsWith('not yet') ? '' : written;
  if (!missing.delete(id)) faults.push(`${id} is there twice, or is no fault.`);
  if (!tests && !/^(not yet|not here): ./.test(note)) {
    faults.push(`${id} has no test; its note must say why: "not yet: …" or "not here: …".`);
  }
  files.delete(id);
  return `| ${id} | ${name} | ${tests} | ${note} |`;
});
for (const id of missing) faults.push(`${id} has no row.`);
for (const [id, [file]] of files) faults.push(`${file} names ${id}, which has no row.`);

const after = await format(rows, { ...(await resolveConfig(path)), filepath: path });
if (!process.argv.includes('--check')) writeFileSync(path, after);
else if (before !== after) faults.push(`${path} is not fresh: run npm run faults.`);
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
