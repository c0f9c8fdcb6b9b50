import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root));
const { version } = JSON.parse(String(read('package.json'))) as { version: string };
const name = `live-call-${version}`;
const folder = `dist/release/${name}`;

describe('a release', () => {
  it('is a folder with the version in its name and every file that a page loads', () => {
    assert.deepEqual(readdirSync(new URL('dist/release', root)), [name]);
    const files = readdirSync(new URL(folder, root)).sort();
    const expected = ['LICENSES.txt', 'lang', 'sri.txt'].concat(
      ['css', 'loader.js', 'min.js', 'worklet.js'].map((end) => `live-call.${end}`),
    );
    assert.deepEqual(files, expected.sort());
    for (const file of files.filter((file) => file !== 'lang')) {
      assert.deepEqual(read(`${folder}/${file}`), read(`dist/${file}`), file);
    }
    assert.deepEqual(
      readdirSync(new URL(`${folder}/lang`, root)),
      readdirSync(new URL('dist/lang', root)),
    );
  });

  it('says the integrity of every file that a tag loads', () => {
    const lines = String(read('dist/sri.txt')).trim().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split('  ')[1]),
      ['min.js', 'loader.js', 'css'].map((end) => `${name}/live-call.${end}`),
    );
    for (const line of lines) {
      const [integrity, file] = line.split('  ');
      const hash = createHash('sha384')
        .update(read(`dist/release/${file}`))
        .digest('base64');
      assert.equal(integrity, `sha384-${hash}`);
    }
  });

  it('is not in the package, which has the loader and the values once', () => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => path.includes('release')),
      [],
    );
    assert.ok(paths.includes('dist/sri.txt') && paths.includes('dist/live-call.loader.js'));
  });
});
