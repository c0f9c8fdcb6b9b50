import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { errorCodes } from '../../src/call/errors.js';
import { findings, unanswered } from '../../src/cli/findings.js';
import { root } from './world.js';
import { wordsOfFaults } from './words.js';

const page = await readFile(new URL('docs/when-something-is-wrong.md', root), 'utf8');

/** The cells of the rows below a heading. */
function rows(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => /^\|(?! -)/.test(line));
  return lines.slice(1).map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.replace(/^\|/, '').trim()),
  );
}

const codesIn = (heading: string) =>
  rows(heading).flatMap(([first = '']) =>
    [...first.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code),
  );

describe('docs/when-something-is-wrong.md', () => {
  it('has a cause and a cure for each code of a failed call, once', () => {
    const codes = codesIn('What the page says');
    assert.deepEqual(new Set(codes), new Set(Object.keys(errorCodes)));
    assert.equal(new Set(codes).size, codes.length);
  });

  it('says what to do for each code of a broker', async () => {
    const folder = new URL('src/broker/', root);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
    const files = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
    const source = files.join('\n');
    const refusals = [...source.matchAll(/new Refusal\(\s*\d+,\s*'([a-z-]+)'/g)];
    const hooks = [...source.matchAll(/askHook\(\s*'\w+',\s*'(\w+)'/g)];
    const given = [
      ...refusals.map(([, code]) => code),
      ...hooks.flatMap(([, code]) => [`${code}-failed`, `${code}-timeout`]),
    ];
    const codes = codesIn('What the log');
    assert.ok(given.length > 15);
    for (const code of given) assert.ok(codes.includes(code), `${code} has no row`);
    assert.equal(new Set(codes).size, codes.length);
  });

  it('has the words of each finding of check', () => {
    const written = rows('What `check` says');
    assert.deepEqual(
      written,
      Object.entries(findings).map(([code, { what, change }]) => [
        `\`${code}\``,
        ...[what, change].map((text) => text.replace(/\{(\w+)\}/g, '_$1_')),
        (unanswered as readonly string[]).includes(code) ? '3' : '1',
      ]),
    );
  });

  it('has the very words by which the first faults of owners are found', async () => {
    const written = rows('Found within a minute').map((cells) => cells.at(-1));
    const words = await wordsOfFaults();
    assert.deepEqual(
      written,
      words.flatMap(({ console, log, check: { what, change } }) => [
        `\`${console}\``,
        log ? `\`${log}\`` : 'nothing: the broker had no part in it',
        `${what} **${change}**`,
      ]),
    );
  });

  it('finds each of them by words that no other of them has', async () => {
    const words = await wordsOfFaults();
    const found = words.filter(({ fault }) => !fault.includes('told at'));
    const logs = found.map(({ log }) => log);
    assert.equal(new Set(logs).size, found.length);
    assert.ok(logs.every((log) => log !== ''));
  });
});
