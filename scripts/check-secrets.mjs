// Looks for what must not leave this machine in everything that we publish: the text files of the repository, and what
// is built. Fails with the place of each find, and never with the find itself.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(process.argv[2] ?? new URL('..', import.meta.url).pathname);

/** Shapes; a placeholder such as `auth_tokens/…` or an example of a few letters fits none. */
const secrets = {
  'a Google API key': /AIza[\w-]{35}|\bAQ\.[\w-]{30,}/,
  'an ephemeral token': /auth_tokens\/[\da-f]{40,}/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a token of GitHub, npm or Slack': /\b(?:gh[pousr]_|github_pat_|npm_|xox[abprs]-)[\w-]{30,}/,
  'a password in an address': /\b[a-z]+:\/\/[\w.-]+:[^\s@/'"`${}<>]{6,}@/,
  'a token of a session': /\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\./,
  'a path of somebody’s machine':
    /(?<![\w.@:/-])\/(?:root|work|Users|home\/(?!web_user)\w+|tmp\/wt)\//,
  'the host of a registry':
    /https?:\/\/(?!registry\.npmjs\.org)[\w.-]*(?:registry|npm-proxy)[\w.-]*/,
};

/** Of others or made by tools, or no text. */
const skipped =
  /(?:^|\/)(?:node_modules|\.git|build|\.examples|\.tmp[^/]*)(?:\/|$)|\.(?:png|woff2?|wasm|wav|tgz|mo)$/;

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (skipped.test(path)) continue;
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

/** These test how keys are blanked, with keys that open nothing. */
const withInvented = new Set([
  'scripts/wordpress.mjs',
  'test/broker/upstream.ts',
  'test/cli/check-broker.node.ts',
  'test/cli/world.ts',
  'test/diagnostics.test.ts',
  'test/gemini/asking.ts',
  'test/gemini/live-url.test.ts',
]);

let files = 0;
let finds = 0;
for (const path of filesIn('.')) {
  files++;
  if (withInvented.has(path)) continue;
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    for (const [name, shape] of Object.entries(secrets)) {
      if (!shape.test(line)) continue;
      finds++;
      console.error(`${path}:${index + 1} has ${name}`);
    }
  }
}
if (!existsSync('dist') && process.argv.length < 3) {
  console.error('dist is not built');
  finds++;
}
console.log(`${files} files, ${finds} finds`);
process.exit(finds === 0 ? 0 : 1);
