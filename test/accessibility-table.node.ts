import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

it('the table of WCAG names in each row a test that there is', () => {
  const sources = readdirSync(new URL('test/', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(test|node)\.ts$/.test(file) && !file.startsWith('accessibility-table'))
    .map((file) => read(`test/${file}`))
    .join('\n');
  const rows = read('docs/accessibility.md')
    .split('\n')
    .filter((line) => /^\| \d/.test(line));
  assert.ok(rows.length > 30);
  for (const row of rows) {
    const titles = row.split('|')[3]?.match(/`[^`]+`/g) ?? [];
    assert.ok(titles.length > 0, row);
    for (const title of titles) {
      // What differs between the tests of a kind stands in the sources as an expression.
      const start = title.slice(1, -1).split('…')[0]!;
      const found = ["'", '`', '"'].some((quote) => sources.includes(`it(${quote}${start}`));
      assert.ok(found, title);
    }
  }
});
