import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const scripts = ['scripts', 'bench', 'demo'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mjs'))
    .map((path) => join(root, folder, path)),
);

/** Whatever a script imports from beside it, or from what is built. */
const importsOf = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g)].map(
    ([, file = '']) => file,
  );

describe('the scripts', () => {
  it('import nothing that is not there, those which nobody runs every day too', () => {
    const missing = scripts.flatMap((path) =>
      importsOf(path)
        .filter((file) => !existsSync(join(dirname(path), file)))
        .map((file) => `${path}: ${file}`),
    );
    assert.deepEqual(missing, []);
  });
});
