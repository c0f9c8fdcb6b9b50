// Opens the built script in browsers below and above the floor: below, what is inside the tag stays in sight, and
// nothing fails. The old browsers come from npm, 60 MB each, into a folder for temporary files; .ci/run does without them.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import { chromiumArgs, chromiumPath } from './browser.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

/** With what the visitor shall see; 92 does not even parse the script. */
const browsers = [
  ['92.0.0', false],
  ['122.0.0', false],
  ['today', true],
];

const cache = join(tmpdir(), 'live-call-old');

/** Unpacks a Chromium of this version from npm; returns how to start it. */
function oldChromium(version) {
  const folder = join(cache, version);
  const executablePath = join(folder, 'chromium');
  if (!existsSync(executablePath)) {
    const raw = `${folder}.part`;
    rmSync(raw, { recursive: true, force: true });
    mkdirSync(raw, { recursive: true });
    const pack = ['pack', `@sparticuz/chromium@${version}`, '--silent', '--pack-destination', raw];
    const [file] = execFileSync('npm', pack, { encoding: 'utf8' }).trim().split('\n').slice(-1);
    execFileSync('tar', ['-xzf', join(raw, file), '-C', raw]);
    rmSync(join(raw, file));
    const bin = join(raw, 'package/bin');
    // Drawing without a graphics card, and the libraries that a small machine lacks.
    const drawing = brotliDecompressSync(readFileSync(join(bin, 'swiftshader.tar.br')));
    mkdirSync(join(raw, 'swiftshader'));
    for (const place of [raw, join(raw, 'swiftshader')])
      execFileSync('tar', ['-xf', '-', '-C', place], { input: drawing });
    for (const archive of readdirSync(bin).filter((name) => /^(aws|al2|al2023)\.tar/.test(name))) {
      const input = brotliDecompressSync(readFileSync(join(bin, archive)));
      mkdirSync(join(raw, archive.split('.')[0]));
      execFileSync('tar', ['-xf', '-', '-C', join(raw, archive.split('.')[0])], { input });
    }
    const program = brotliDecompressSync(readFileSync(join(bin, 'chromium.br')));
    writeFileSync(join(raw, 'chromium'), program, { mode: 0o755 });
    rmSync(join(raw, 'package'), { recursive: true });
    renameSync(raw, folder);
  }
  const libraries = ['al2023', 'al2', 'aws'].map((name) => join(folder, name, 'lib'));
  const { LD_LIBRARY_PATH = '', ...env } = process.env;
  const path = [...libraries.filter(existsSync), LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { executablePath, env: { ...env, LD_LIBRARY_PATH: path } };
}

/** A page that tells the server what it shows, since today's Puppeteer does not speak with a browser so old. */
const page = `<!doctype html><link rel="icon" href="data:,">
  <script>
    const errors = [];
    addEventListener('error', ({ message }) => errors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
    addEventListener('load', () => setTimeout(() => {
      const call = document.querySelector('live-call');
      const { offsetHeight, offsetWidth } = call.querySelector('a');
      const inside = offsetHeight * offsetWidth > 0;
      const upgraded = call.matches(':defined');
      const { userAgent } = navigator;
      fetch('/', { method: 'POST', body: JSON.stringify({ upgraded, inside, errors, userAgent }) });
    }, 200));
  </script>
  <script src="/live-call.min.js" defer></script>
  <live-call token-url="/token"><a href="tel:+1">Call us: +1</a></live-call>`;

let told = () => {};
const server = createServer((request, response) => {
  if (request.method === 'POST') void text(request).then((body) => told(JSON.parse(body)));
  const isScript = request.url === '/live-call.min.js';
  response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
  response.end(isScript ? readFileSync('dist/live-call.min.js') : page);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;

/** What a visitor of the page sees; undefined where the browser does not say within half a minute. */
async function visit({ executablePath, env }) {
  const profile = mkdtempSync(join(tmpdir(), 'live-call-old-profile-'));
  const args = ['--headless', '--no-zygote', '--remote-debugging-port=0'];
  const browser = spawn(
    executablePath,
    [...chromiumArgs, ...args, `--user-data-dir=${profile}`, url],
    { env, stdio: 'ignore' },
  );
  const seen = await new Promise((resolve) => {
    told = resolve;
    setTimeout(resolve, 30_000).unref();
    browser.on('exit', () => resolve());
  });
  browser.removeAllListeners('exit');
  const gone = once(browser, 'exit');
  if (browser.exitCode === null && browser.kill('SIGKILL')) await gone;
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  return seen;
}

let failed = 0;
for (const [version, upgraded] of browsers) {
  const isOld = version !== 'today';
  const seen = await visit(
    isOld ? oldChromium(version) : { executablePath: await chromiumPath(), env: process.env },
  );
  // A script that does not parse is told to the page, which no code of ours can help.
  const errors = seen?.errors.filter((error) => !/SyntaxError/.test(error)) ?? ['no answer'];
  const right = seen?.upgraded === upgraded && seen.inside === !upgraded && errors.length === 0;
  if (!right) failed += 1;
  console.log(`${right ? 'ok    ' : 'FAILED'}  ${version}: ${JSON.stringify(seen)}`);
}
server.close();
server.closeAllConnections();
console.log(`\n${browsers.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
