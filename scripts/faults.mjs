// Writes into test/faults.md which test carries which fault in its title; with --check, fails where that changes it.
// Fails, too, where a fault has neither a test nor a note that says why.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

process.chdir(new URL('..', import.meta.url).pathname);

const path = 'test/faults.md';
const title = /(?:\bit\(|\bdescribe\(|\btitle:)\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;

/** Files below test/, by each fault that a title in them names. */
const files = new Map();
for (const file of readdirSync('test', { recursive: true }).sort((a, b) => (a < b ? -1 : 1))) {
  if (!/\.(test|node)\.ts$/.test(file)) continue;
  for (const [, , text] of readFileSync(join('test', file), 'utf8').matchAll(title)) {
    for (const [id] of text.matchAll(/\b[A-K]\d{1,2}\b/g)) {
      files.set(id, (files.get(id) ?? new Set()).add(file));
    }
  }
}

/** Rows seen, by the letter of their group: each group counts from 1 without a gap. */
const seen = {};
const faults = [];
const before = readFileSync(path, 'utf8');
const rows = before.replace(/^\| ([A-K]\d+) .*$/gm, (row) => {
  const [id, name, , written = ''] = row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  const tests = [...(files.get(id) ?? [])].map((file) => `\`${file}\``).join(', ');
  // A test ends "not yet"; a fault that is only tested in part keeps "in part".
  const note = tests && written.startsWith('not yet') ? '' : written;
  const next = (seen[id[0]] ?? 0) + 1;
  if (Number(id.slice(1)) !== next) faults.push(`${id} stands where ${id[0]}${next} should.`);
  seen[id[0]] = next;
  if (!tests && !/^(not yet|not here): ./.test(note)) {
    faults.push(`${id} has no test; its note must say why: "not yet: …" or "not here: …".`);
  }
  files.delete(id);
  return `| ${id} | ${name} | ${tests} | ${note} |`;
});
// A group without rows is not begun.
for (const [id, [file]] of files) {
  if (id[0] in seen) faults.push(`${file} names ${id}, which has no row.`);
}

const after = await format(rows, { ...(await resolveConfig(path)), filepath: path });
if (!process.argv.includes('--check')) writeFileSync(path, after);
else if (before !== after) faults.push(`${path} is not fresh: run npm run faults.`);
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
