// Writes into the documents what is known elsewhere: the table of errors and the weight of the shipped files.
// With --check, fails where that changes it. It reads what scripts/build.mjs built.
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import { cures } from '../build/src/call/cures.js';
import { errorCodes } from '../build/src/call/errors.js';
import { findings, unanswered } from '../build/src/cli/findings.js';
import { en } from '../build/src/ui/strings/en.js';
import { wordsOfFaults } from '../build/test/cli/words.js';

process.chdir(new URL('..', import.meta.url).pathname);

const table = (head, rows, rule = head.map(() => '---')) =>
  [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const errors = table(
  ['code', 'the caller reads', 'and what to do', 'again?', 'what the owner changes'],
  Object.entries(errorCodes).map(([code, { retryable }]) => [
    `\`${code}\``,
    en.errors[code].text,
    en.errors[code].hint,
    retryable ? 'yes' : 'no',
    cures[code] ?? '',
  ]),
);

/** The facts of a case stand in `{…}`. */
const withNames = (text) => text.replace(/\{(\w+)\}/g, '*$1*');
const check = table(
  ['code', 'what it says', 'and what to change', 'exit'],
  Object.entries(findings).map(([code, { what, change }]) => [
    `\`${code}\``,
    withNames(what),
    withNames(change),
    unanswered.includes(code) ? '3' : '1',
  ]),
);

const minute = table(
  ['what is wrong', 'where', 'the words'],
  (await wordsOfFaults()).flatMap(({ fault, console, log, check }) => [
    [fault, 'console of the page', `\`${console}\``],
    ['', 'log of the broker', log ? `\`${log}\`` : 'nothing: the broker had no part in it'],
    ['', '`live-call check`', `${check.what} **${check.change}**`],
  ]),
);

/** In whole kB, since other versions of Node pack a little differently. */
const kilobytes = (bytes) => `${Math.ceil(bytes / 1000)} kB`;
const size = table(
  ['file', 'min', 'min + gzip'],
  [
    ['live-call.min.js', ''],
    ['live-call.worklet.js', ', only where the policy forbids `blob:`'],
    ['live-call.worker.js', ', only there, and only if it is named'],
  ].map(([file, remark]) => {
    const raw = readFileSync(`dist/${file}`);
    const packed = gzipSync(raw, { level: 9 }).length;
    return [`\`${file}\`${remark}`, kilobytes(raw.length), kilobytes(packed)];
  }),
  ['---', '---:', '---:'],
);

/** Fails, or writes, where the section between the comments of this name is not `content`. */
async function renew(path, name, content) {
  const before = readFileSync(path, 'utf8');
  const section = new RegExp(`(<!-- ${name} -->).*(<!-- /${name} -->)`, 's');
  if (!section.test(before))
    throw new Error(`${path} has no <!-- ${name} --> … <!-- /${name} -->.`);
  const text = before.replace(section, (_, start, end) => `${start}\n\n${content}\n\n${end}`);
  const after = await format(text, { ...(await resolveConfig(path)), filepath: path });
  if (!process.argv.includes('--check')) writeFileSync(path, after);
  else if (before !== after) {
    console.error(`${path} is not fresh: run npm run readme.`);
    process.exitCode = 1;
  }
}

await renew('docs/errors.md', 'errors', errors);
await renew('docs/when-something-is-wrong.md', 'minute', minute);
await renew('docs/when-something-is-wrong.md', 'check', check);
await renew('README.md', 'size', size);
