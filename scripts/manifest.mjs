// Writes custom-elements.json from the JSDoc of the element, and from that what editors know of the tag:
// web-types.json and vscode.html-custom-data.json. With --check, fails where that changes one of them.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import { format, resolveConfig } from 'prettier';

process.chdir(new URL('..', import.meta.url).pathname);

const check = process.argv.includes('--check');

async function renew(path, before, text) {
  const after = await format(text, { ...(await resolveConfig(path)), parser: 'json' });
  writeFileSync(path, check ? before : after);
  if (!check || before === after) return;
  console.error(`${path} is not fresh: run npm run manifest.`);
  process.exitCode = 1;
}

const path = 'custom-elements.json';
const before = readFileSync(path, 'utf8');
const { status, stderr } = spawnSync(
  process.execPath,
  [
    'node_modules/@custom-elements-manifest/analyzer/cem.js',
    'analyze',
    '--config',
    'scripts/custom-elements.config.mjs',
    '--quiet',
  ],
  { encoding: 'utf8' },
);
if (status !== 0) throw new Error(stderr);
const text = readFileSync(path, 'utf8');
const manifest = JSON.parse(text);
await renew(path, before, text);

/** Without these, the bubble over the tag lists in one long text what the editor has as entries of their own. */
const brief = {
  hideMethodDocs: true,
  hideEventDocs: true,
  hideSlotDocs: true,
  hideCssPropertiesDocs: true,
  hideCssPartsDocs: true,
};
for (const [file, generate] of [
  ['web-types.json', getWebTypesData],
  ['vscode.html-custom-data.json', getVsCodeHtmlCustomData],
]) {
  await renew(file, readFileSync(file, 'utf8'), generate(manifest, brief));
}
