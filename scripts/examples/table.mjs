// Writes into docs/frameworks.md what the element adds to each of the examples.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { examples } from './list.mjs';

const path = 'docs/frameworks.md';
const section = /(?<=<!-- examples -->).*(?=<!-- \/examples -->)/s;

function versionOf(name, framework) {
  if (!framework) return '';
  const path = `examples/${name}/package.json`;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path, 'utf8'));
  return `${framework} ${dependencies[framework] ?? devDependencies[framework]}`;
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Renews the rows of the examples that were weighed, and keeps the others. */
export async function renewTable(weights) {
  const before = readFileSync(path, 'utf8');
  const rows = Object.entries(examples).map(([name, { framework, client }]) => {
    const [, , added = ''] =
      new RegExp(`\\[${name}\\][^|]*\\|([^|]*)\\|([^|]*)\\|`).exec(before) ?? [];
    const kept = client ? added.trim() : 'as plain';
    const now = weights[name] === undefined ? kept : kilobytes(weights[name]);
    return `| [${name}](../examples/${name}) | ${versionOf(name, framework)} | ${now} |`;
  });
  const table = ['| example | with | JavaScript added, gzip |', '| --- | --- | ---: |', ...rows];
  const after = before.replace(section, `\n\n${table.join('\n')}\n\n`);
  writeFileSync(path, await format(after, { ...(await resolveConfig(path)), filepath: path }));
}
