import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createBroker } from '../src/broker/broker.js';
import type { Backend } from './backend.js';
import { startEmulator } from './emulator/server.js';

const PORT = 8080;
const root = new URL('../../', import.meta.url);

type File = readonly [path: string, type: string];

const html = (name: string): File => [`demo/page/${name}.html`, 'text/html; charset=utf-8'];
const css = (name: string): File => [`demo/page/${name}.css`, 'text/css'];
const script = (path: string): File => [path, 'text/javascript'];
const all = (names: readonly string[], suffix: string, file: (name: string) => File) =>
  Object.fromEntries(names.map((name) => [`/${name}${suffix}`, file(name)]));

/** Everything the demo serves, by path: nothing else of this machine can be asked for. */
const files: Readonly<Record<string, File>> = {
  '/': html('index'),
  ...all(['shop', 'basket', 'help', 'landing', 'ar', 'themes'], '', html),
  ...all(['showroom', 'page', 'configurator'], '.css', css),
  ...all(['shop', 'help', 'landing', 'ar', 'themes'], '.css', css),
  ...all(['themes/bank', 'themes/toys', 'themes/terminal'], '.css', css),
  ...all(['page', 'answered', 'configurator', 'snippet'], '.js', (name) =>
    script(`build/demo/page/${name}.js`),
  ),
  '/live-call.min.js': script('dist/live-call.min.js'),
  '/live-call.worklet.js': script('dist/live-call.worklet.js'),
  '/live-call.css': ['dist/live-call.css', 'text/css'],
};

/** The recipe of the README: the demo runs under the policy that it asks of nobody to loosen. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws: wss://generativelanguage.googleapis.com",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html 'allow-duplicates'",
].join('; ');

const instructions =
  'You are a friendly voice on the phone. Answer in one or two short sentences, in the language of the caller.';

const apiKey = process.env['GEMINI_API_KEY'];
const model = process.env['GEMINI_MODEL'] ?? 'gemini-3.8-live';
const app = new Hono();
const listen = getRequestListener(app.fetch);
const server = createServer((request, response) => {
  if (!emulator.handle(request, response)) void listen(request, response);
});
const emulator = await startEmulator({ server });

const backend: Backend = apiKey
  ? { emulated: false, text: `Answered by ${model} at Google, with tokens from this server.` }
  : { emulated: true, text: 'Answered by a parrot on this machine: no key, no network.' };

await new Promise<void>((resolve, reject) => {
  server.once('listening', resolve);
  server.once('error', (error: NodeJS.ErrnoException) => {
    // Somebody else has the usual port, and nobody asked for it by name: any other one will do.
    if (error.code === 'EADDRINUSE' && !process.env['PORT']) server.listen(0, 'localhost');
    else reject(error);
  });
  server.listen(Number(process.env['PORT'] ?? PORT), 'localhost');
});
const url = `http://localhost:${(server.address() as AddressInfo).port}`;

const broker = createBroker({
  apiKey: apiKey || 'no-key-needed-by-the-emulator',
  profile: { model, instructions },
  ...(!apiKey && { baseUrl: url }),
  allowedOrigins: [url],
  // All callers of a demo have one address, and whoever tries things out calls often.
  limits: { perCaller: '60/min 1000/day' },
});

app.all('/token', ({ req, env }) => broker.fetch(req.raw, env));
app.get('/backend.json', (context) => context.json(backend));
/** A language is one file, and its name is in the address. */
const language = (path: string): File | undefined =>
  /^\/lang\/[\w-]+\.js$/.test(path) ? script(`dist${path}`) : undefined;

app.get('*', async (context) => {
  const file = files[context.req.path] ?? language(context.req.path);
  if (!file) return context.notFound();
  const [path, type] = file;
  const body = await readFile(new URL(path, root)).catch(() => undefined);
  if (!body) return context.notFound();
  return context.body(body, 200, {
    'content-type': type,
    'content-security-policy': policy,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
});

console.log(`live-call demo: ${url}`);
console.log(backend.text);
if (!apiKey) console.log('Set GEMINI_API_KEY to talk to Google instead.');
console.log('Press Ctrl+C to stop.');
