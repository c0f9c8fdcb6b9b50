// Writes the files of the examples into the documents: what a page shows is what was built and called.
// With --check, fails where that changes one.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';

process.chdir(new URL('..', import.meta.url).pathname);

/** `<!-- file: examples/vue/src/App.vue -->`, the code, `<!-- /file -->`. */
const section = /(?<=<!-- file: (\S+) -->).*?(?=<!-- \/file -->)/gs;

const fenced = (path) =>
  `\n\n\`\`\`${extname(path).slice(1)}\n${readFileSync(path, 'utf8').trim()}\n\`\`\`\n\n`;

const paths = readdirSync('docs', { recursive: true })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('docs', path));
for (const path of paths) {
  const before = readFileSync(path, 'utf8');
  const text = before.replace(section, (_, file) => fenced(file));
  if (text === before) continue;
  const after = await format(text, { ...(await resolveConfig(path)), filepath: path });
  if (after === before) continue;
  if (!process.argv.includes('--check')) writeFileSync(path, after);
  else {
    console.error(`${path} is not fresh: run npm run readme.`);
    process.exitCode = 1;
  }
}
