// Makes one file of packages/php, for whoever has nothing but FTP: token.php with all that src/core.php names.
import { readFileSync } from 'node:fs';

const folder = 'packages/php';
const read = (path) => readFileSync(`${folder}/${path}`, 'utf8');

/** Every file begins so; the one file needs it once. */
const head = /^<\?php\n(?:\/\/.*\n)*declare\(strict_types=1\);\n\nnamespace LiveCall;\n/;

function bodyOf(path) {
  const text = read(`src/${path}`);
  if (!head.test(text)) throw new Error(`${path} does not begin as every file of ${folder} does.`);
  return text.replace(head, '').trim();
}

/** The text of token.php. PHP finds a function before the line that makes it, but no constant. */
export function onePhpFile() {
  const paths = [...read('src/core.php').matchAll(/require_once __DIR__ \. '\/(.+)';/g)];
  const bodies = paths.map(([, path]) => `// ${path}\n\n${bodyOf(path)}`).join('\n\n');
  const settings = JSON.parse(readFileSync('src/broker/hosts/settings.json', 'utf8'));
  // Page and broker have the same origin, as a rule.
  delete settings.allowedOrigins;
  return read('token.php')
    .replace(/(?<='JSON'\n)[^]*?(?=\nJSON;)/, () => JSON.stringify(settings, null, 2))
    .replace(/require_once .*\n/, () => `// Change nothing below.\n\n${bodies}\n`);
}
