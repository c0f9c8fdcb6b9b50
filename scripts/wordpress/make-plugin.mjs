// Makes the WordPress plugin of dist/ and packages/: build/wordpress/live-call/, and a zip of it to upload.
// With --words it renews the template for translators instead.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findWords, readPo, toJed, toMo, toPot } from './translations.mjs';
import { zip } from './zip.mjs';

const root = new URL('../../', import.meta.url).pathname;
const source = join(root, 'packages/wordpress');
const template = join(source, 'languages/live-call.pot');

/** The handle under which WordPress knows block/editor.js. */
const EDITOR = 'live-call-call-editor-script';

function filesIn(folder, prefix = '') {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length));
  return Object.fromEntries(
    paths
      .sort()
      .map((path) => [prefix + path.slice(folder.length + 1), readFileSync(join(root, path))]),
  );
}

/** All of the words of the plugin. */
function words() {
  const files = Object.entries(filesIn('packages/wordpress'));
  const code = files.filter(([path]) => /\.(php|js|json)$/.test(path));
  return findWords(Object.fromEntries(code.map(([path, bytes]) => [path, bytes.toString()])));
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
export const freshTemplate = () => toPot(words(), version);

/** Each translation in the forms that PHP and the editor read. */
function compiled(files) {
  const sources = Object.entries(files).filter(([path]) => path.endsWith('.po'));
  return Object.fromEntries(
    sources.flatMap(([path, bytes]) => {
      const translations = readPo(`${bytes}`);
      const name = path.replace(/\.po$/, '');
      const lang = name.slice(name.indexOf('-call-') + 6);
      return [
        [`${name}.mo`, toMo(translations)],
        [`${name}-${EDITOR}.json`, Buffer.from(toJed(translations, lang))],
      ];
    }),
  );
}

/** The files of the plugin, below its folder. */
export function pluginFiles() {
  const own = filesIn('packages/wordpress');
  const assets = Object.entries(filesIn('dist', 'assets/')).filter(([path]) =>
    /^assets\/(live-call\.(min\.js|worklet\.js|css)|LICENSES\.txt|lang\/.*)$/.test(path),
  );
  return {
    ...own,
    ...compiled(own),
    ...filesIn('packages/php/src', 'broker/'),
    ...Object.fromEntries(assets),
    LICENSE: readFileSync(join(root, 'LICENSE')),
  };
}

/** Writes the folder and the zip. Returns the paths of both. */
export function makePlugin() {
  const target = join(root, 'build/wordpress');
  rmSync(target, { recursive: true, force: true });
  const files = Object.entries(pluginFiles()).map(([path, bytes]) => [`live-call/${path}`, bytes]);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), bytes);
  }
  const archive = join(target, `live-call-${version}.zip`);
  writeFileSync(archive, zip(Object.fromEntries(files)));
  return { folder: join(target, 'live-call'), archive };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  if (process.argv.includes('--words')) writeFileSync(template, freshTemplate());
  else console.log(`The plugin is ${makePlugin().archive.slice(root.length)}.`);
}
