import { readFile } from 'node:fs/promises';

const root = new URL('../../../', import.meta.url);
const [document, hashes] = await Promise.all(
  ['docs/embed.md', 'dist/sri.txt'].map((path) => readFile(new URL(path, root), 'utf8')),
);

/** A page of docs/embed.md. */
export interface Recipe {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The headings of docs/embed.md that have a page under them. */
export const recipes = document!
  .split(/^## /m)
  .slice(1)
  .filter((section) => section.includes('```html\n'))
  .map((section) => section.split('\n', 1)[0]!);

/** The page under a heading, where the example's servers have the addresses of `servers`. */
export function recipe(heading: string, servers: Readonly<Record<string, string>>): Recipe {
  const section = document!.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (!section) throw new Error(`docs/embed.md has no recipe "${heading}".`);
  const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```/gms)];
  const textOf = (language: string) =>
    blocks
      .filter(([, of]) => of === language)
      .map(([, , text]) => text)
      .join('');
  const local = (text: string) =>
    Object.entries(servers).reduce((before, [from, to]) => before.replaceAll(from, to), text);
  const headers = textOf('http')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(/: (.*)/).slice(0, 2));
  return {
    html: local(withHashes(textOf('html'))),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, local(value!)])),
  };
}

/** The page with the values of `integrity` that the build has printed; `data-integrity` is that of the script. */
function withHashes(html: string): string {
  const hashOf = (file: string) => new RegExp(`(\\S+)  \\S+/${file}`).exec(hashes!)![1]!;
  const file = /live-call-[\d.]+\/(live-call\.\w+\.js)/.exec(html)?.[1];
  return html.replace(/(data-)?integrity="sha384-…"/g, (_, isOther?: string) =>
    isOther ? `data-integrity="${hashOf('live-call.min.js')}"` : `integrity="${hashOf(file!)}"`,
  );
}
