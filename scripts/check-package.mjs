// Packs the package, installs the tarball as an app would, and checks what the app gets: files, types,
// dependencies, bytes, and entries that run on a server. Everything happens in a folder that goes again.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ESBUILD, SCRIPT, VITE, WORKLET } from './budgets.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

/** The tools of apps live here and not in devDependencies, since `npm ci` would bring their 60 MB to everybody. */
const tools = ['vite@8.3.8', 'esbuild@0.28.2', 'jsdom@26.1.0', 'happy-dom@21.0.4'];
const frameworks = [
  '@types/react@19.3.0',
  'react@19.3.1',
  'react-dom@19.3.1',
  'preact@11.2.0',
  'solid-js@1.9.19',
  'svelte@5.57.3',
  'vue@3.5.45',
];

/** gzip -9, in bytes. An app has lit in its bundle, as the script does. */
const budgets = { script: SCRIPT, worklet: WORKLET, vite: VITE, esbuild: ESBUILD };

const allowed =
  /^(?:package\.json|custom-elements\.json|web-types\.json|vscode\.html-custom-data\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/sbom\.json|dist\/.+\.(?:js|mjs|css|ts|txt|php))$/;

const app = mkdtempSync(join(tmpdir(), 'live-call-package-'));

function check(holds, failure) {
  if (!holds) throw new Error(failure);
}

function run(command, args, cwd = app) {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}\n${error.stdout}${error.stderr}`, {
      cause: error,
    });
  }
}

const write = (name, text) => writeFileSync(join(app, name), text);

/** Packs without building: scripts/build.mjs has run already. */
function pack() {
  const options = ['--ignore-scripts', '--json', '--pack-destination', app];
  const [{ filename, files, size }] = JSON.parse(run('npm', ['pack', ...options], '.'));
  const strangers = files.map(({ path }) => path).filter((path) => !allowed.test(path));
  check(strangers.length === 0, `the tarball holds ${strangers.join(', ')}`);
  console.log(`tarball: ${files.length} files, ${size} B`);
  return join(app, filename);
}

function install(tarball) {
  write('package.json', '{ "private": true, "type": "module" }');
  const quick = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  run('npm', ['install', ...quick, tarball]);
  const needed = readdirSync(join(app, 'node_modules')).filter((name) => !name.startsWith('.'));
  const lits = ['@lit', '@lit-labs', '@types', 'lit', 'lit-element', 'lit-html', 'live-call'];
  const others = needed.filter((name) => !lits.includes(name));
  check(others.length === 0, `an app gets ${others.join(', ')} besides lit`);
  run('npm', ['install', ...quick, '--no-save', ...tools, ...frameworks, tarball]);
}

/** Strict TypeScript, as apps of either kind of resolution have it, and also where it looks into our declarations. */
function compile() {
  cpSync('scripts/consumer', app, { recursive: true });
  const files = [
    'consumer.ts',
    ...readdirSync('scripts/consumer/frameworks').map((file) => `frameworks/${file}`),
  ];
  const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
  const options = {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
    jsx: 'react-jsx',
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  for (const [module, moduleResolution] of [
    ['esnext', 'bundler'],
    ['nodenext', 'nodenext'],
  ]) {
    for (const skipLibCheck of [true, false]) {
      const compilerOptions = { ...options, module, moduleResolution, skipLibCheck };
      write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
      run(process.execPath, [tsc, '-p', '.']);
    }
  }
}

/** On a server, importing the element does nothing; the broker answers. */
function serve() {
  write(
    'server.js',
    `import 'live-call';
    import { createBroker } from 'live-call/broker';
    if (globalThis.customElements?.get('live-call')) throw new Error('the tag is registered');
    globalThis.fetch = async () => Response.json({ name: 'auth_tokens/abc' });
    const broker = createBroker({ apiKey: 'key', profile: { model: 'gemini-3.8-live' } });
    const headers = { origin: 'https://a.example', 'content-type': 'application/json' };
    const request = new Request('https://a.example', { method: 'POST', headers, body: '{}' });
    const answer = await broker.fetch(request);
    process.stdout.write((await answer.json()).token);`,
  );
  const said = run(process.execPath, ['--trace-warnings', 'server.js']);
  // The broker says on the console as well what it may cost.
  check(said.endsWith('\nauth_tokens/abc'), `a server says ${said}`);
}

/** A test of the app finds an emulator in the package, with everything that this needs. */
function emulate() {
  write(
    'emulate.js',
    `import { readFileSync } from 'node:fs';
    import { microphoneScript, startEmulator } from 'live-call/testing';
    const emulator = await startEmulator();
    const answer = await fetch(emulator.tokenUrl, { method: 'POST', body: '{}' });
    const { token } = await answer.json();
    await emulator.close();
    const microphone = readFileSync(microphoneScript, 'utf8').includes('fakeMicrophone');
    process.stdout.write(JSON.stringify({ token: /^auth_tokens/.test(token), microphone }));`,
  );
  const said = run(process.execPath, ['--trace-warnings', 'emulate.js']);
  check(said === '{"token":true,"microphone":true}', `a test of an app says ${said}`);
}

/** Every package whose code is in a file of ours comes with its license, and is on the list. */
function attribute() {
  const dist = join(app, 'node_modules/live-call/dist');
  const { components } = JSON.parse(readFileSync(join(dist, 'sbom.json'), 'utf8'));
  const licenses = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
  const inFiles = components.filter(({ properties }) => properties);
  for (const { name, version, properties } of inFiles) {
    const head = `${name} ${version}\nin ${properties.map(({ value }) => value).join(', ')}\n`;
    check(licenses.includes(head), `LICENSES.txt does not have ${name} ${version}`);
  }
  for (const part of ['@google/genai', 'lit-html', 'ws'])
    check(
      inFiles.some(({ name }) => name === part),
      `sbom.json does not have ${part}`,
    );
}

/** In the DOMs of unit tests the element mounts, and a call fails as unsupported. */
function mount() {
  for (const dom of ['jsdom', 'happy-dom']) {
    const said = run(process.execPath, ['mount.js', dom]);
    const right = { idle: true, micMuted: true, error: 'unsupported', failed: true };
    check(said === JSON.stringify(right), `in ${dom} the element says ${said}`);
  }
}

/** React takes over what a server has written of the element. */
function hydrate() {
  run(process.execPath, ['hydrate.js']);
}

const packed = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** Builds an app of nothing but the element, and weighs its JavaScript. */
function bundle() {
  write('main.js', "import 'live-call';");
  write('index.html', '<script type="module" src="/main.js"></script>');
  run('npx', ['--no-install', 'vite', 'build', '--logLevel', 'error']);
  const assets = join(app, 'dist/assets');
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  const options = ['--bundle', '--minify', '--format=esm', '--log-level=error'];
  run('npx', ['--no-install', 'esbuild', 'main.js', ...options, '--outfile=esbuild.js']);
  const dist = join(app, 'node_modules/live-call/dist');
  return {
    script: packed(join(dist, 'live-call.min.js')),
    worklet: packed(join(dist, 'live-call.worklet.js')),
    vite: scripts.reduce((sum, file) => sum + packed(join(assets, file)), 0),
    esbuild: packed(join(app, 'esbuild.js')),
  };
}

try {
  install(pack());
  compile();
  serve();
  emulate();
  attribute();
  mount();
  hydrate();
  for (const [name, bytes] of Object.entries(bundle())) {
    console.log(`${name}: gzip ${bytes} B, budget ${budgets[name]} B`);
    check(bytes <= budgets[name], `${name} is over its budget`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(app, { recursive: true, force: true });
}
