import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** The exports of `scripts/wordpress/`; they are no TypeScript and are not copied to build/. */
interface MakePlugin {
  freshTemplate(): string;
  pluginFiles(): Record<string, Buffer>;
}
interface Translations {
  readPo(po: string): Map<string, string>;
}
const load = async <T>(name: string) =>
  (await import(new URL(`scripts/wordpress/${name}.mjs`, root).href)) as T;

const { freshTemplate, pluginFiles } = await load<MakePlugin>('make-plugin');
const { readPo } = await load<Translations>('translations');
const folder = 'packages/wordpress';

test('the template for translators of the WordPress plugin is fresh: npm run wordpress:words', () => {
  assert.equal(read(`${folder}/languages/live-call.pot`), freshTemplate());
});

test('the WordPress plugin is whole in German, with every placeholder', () => {
  const german = readPo(read(`${folder}/languages/live-call-de_DE.po`));
  const words = [...readPo(freshTemplate()).keys()].filter((text) => text !== '');
  const placeholders = (text: string) => (text.match(/%(\d\$)?s/g) ?? []).sort();
  assert.ok(words.length > 50);
  for (const text of words) {
    const translation = german.get(text);
    assert.ok(translation, `not in German: ${text}`);
    assert.deepEqual(placeholders(translation), placeholders(text));
  }
});

test('the WordPress plugin names the version of the package everywhere', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const named = [
    [`${folder}/live-call.php`, /^ \* Version: (.+)$/m],
    [`${folder}/live-call.php`, /^const VERSION = '(.+)';$/m],
    [`${folder}/readme.txt`, /^Stable tag: (.+)$/m],
    [`${folder}/block/editor.asset.php`, /'version' => '(.+)'/],
  ] as const;
  for (const [path, pattern] of named) assert.equal(pattern.exec(read(path))?.[1], version, path);
});

test('the WordPress plugin holds all that it requires, the script, its languages and the broker', () => {
  const files = pluginFiles();
  const paths = new Set(Object.keys(files));
  for (const path of ['live-call.min.js', 'live-call.worklet.js', 'live-call.css', 'lang/de.js'])
    assert.ok(paths.has(`assets/${path}`), path);
  for (const file of ['live-call.php', 'broker/core.php']) {
    const at = file.includes('/') ? 'broker' : '';
    const required = [...`${files[file]}`.matchAll(/require_once __DIR__ \. '\/(.+)'/g)];
    assert.ok(required.length > 10);
    for (const [, path] of required) assert.ok(paths.has(at ? `${at}/${path}` : `${path}`), path);
  }
});

test('no file of the WordPress plugin but the broker runs outside of WordPress', () => {
  const own = Object.entries(pluginFiles()).filter(([path]) => /^(?!broker\/).*\.php$/.test(path));
  assert.ok(own.length > 10);
  for (const [path, bytes] of own) {
    assert.match(`${bytes}`, /defined\('(ABSPATH|WP_UNINSTALL_PLUGIN)'\) \|\| exit;/, path);
  }
});
