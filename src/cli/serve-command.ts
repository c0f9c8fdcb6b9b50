import { createServer, type RequestListener } from 'node:http';
import { createBroker } from '../broker/broker.js';
import { optionsOf } from '../broker/hosts/settings.js';
import { BASE_URL } from '../gemini/endpoint.js';
import { version } from '../version.js';
import { readKey } from './api-key.js';
import type { Arguments } from './arguments.js';
import { baseUrlOption, type Command, jsonOption } from './command.js';
import { EXIT } from './exit.js';
import { baseUrlOf } from './live-api.js';
import { closeServer, isOwnMachine, listen } from './listening.js';
import { type ProfileFile, readProfile } from './profile-file.js';
import { readPort } from './read-port.js';
import { answerFile, readFiles } from './served-files.js';
import { trialPage } from './trial-page.js';
import type { World } from './world.js';

const PORT = 8787;
const HOST = '127.0.0.1';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'serves the script, its worklet, the languages and /token on one port',
  operand: '[profile.json]',
  options: [
    { name: 'port', value: 'n', doc: `else PORT, else "port" of the profile, else ${PORT}` },
    {
      name: 'host',
      value: 'h',
      doc: `else ${HOST}: this machine only; 0.0.0.0 is all of its addresses`,
    },
    baseUrlOption,
    jsonOption,
  ],
  notes: [
    'It reads live-call.json, or the profile that is named, and GEMINI_API_KEY.',
    'Behind a proxy that ends TLS, name your pages in "allowedOrigins".',
    'Ctrl+C, or SIGTERM, lets the requests that are under way end, and stops.',
  ],
  run: serve,
};

async function serve(given: Arguments, world: World): Promise<number> {
  const file = await readProfile(world, given.operand);
  const apiKey = readKey(world);
  const baseUrl = baseUrlOf(given, world, file.baseUrl);
  const host = given.text('host') ?? HOST;
  const files = await readFiles(world.dist);
  // The broker has to know the port, and the port is not known before the server listens.
  let handle = notYet;
  const server = createServer((request, response) => handle(request, response));
  const port = await listen(server, portOf(given, world, file), host);
  try {
    const own = originsOf(host, port);
    const allowedOrigins = file.allowedOrigins && [...file.allowedOrigins, ...own];
    const broker = createBroker({ ...optionsOf(file), apiKey, baseUrl, allowedOrigins });
    const isTried = own.length > 0;
    const page = isTried ? trialPage(baseUrl === BASE_URL ? undefined : baseUrl) : undefined;
    handle = (request, response) => {
      const path = (request.url ?? '').replace(/\?.*$/s, '');
      if (path === '/token') void broker.node(request, response);
      else answerFile(path === '/' ? page : files.get(path), request, response);
    };
    const url = own[0] ?? `http://${nameOf(host)}:${port}`;
    world.out(given.flag('json') ? asJson(url, file) : inWords(url, baseUrl, file, own));
    await world.untilStopped();
  } finally {
    await closeServer(server);
  }
  if (!given.flag('json')) world.out('live-call has stopped.\n');
  return EXIT.good;
}

const notYet: RequestListener = (_, response) => response.writeHead(503).end();

function portOf(given: Arguments, { env }: World, file: ProfileFile): number {
  return readPort(given.text('port') ?? (env['PORT'] || undefined)) ?? file.port ?? PORT;
}

/** On this machine the pages of this server may always call; elsewhere only those that the profile names. */
function originsOf(host: string, port: number): string[] {
  return isOwnMachine(host) ? [`http://localhost:${port}`, `http://127.0.0.1:${port}`] : [];
}

const nameOf = (host: string) => (host.includes(':') ? `[${host}]` : host);

function asJson(url: string, file: ProfileFile): string {
  const { allowedOrigins = null, model } = file;
  return `${JSON.stringify({ ok: true, url, tokenUrl: `${url}/token`, model, allowedOrigins })}\n`;
}

function inWords(url: string, baseUrl: string, file: ProfileFile, own: readonly string[]): string {
  const isPublic = own.length === 0;
  const base = baseUrl === BASE_URL ? '' : ` base-url="${baseUrl}"`;
  return [
    `live-call ${version} listens on ${url}, for ${file.model}.`,
    isPublic
      ? `Paste this into your page, with the public address of this server in the place of ${url}:`
      : 'Open that to try a call, or paste this into a page:',
    '',
    `  <script src="${url}/live-call.min.js" defer></script>`,
    `  <live-call token-url="${url}/token"${base}></live-call>`,
    '',
    whoMayCall(file, isPublic),
    ...(isPublic ? [] : [`Only this machine can reach it; --host 0.0.0.0 lets others in.`]),
    'Press Ctrl+C to stop.',
    '',
  ].join('\n');
}

function whoMayCall({ allowedOrigins }: ProfileFile, isPublic: boolean): string {
  const own = isPublic ? '' : ', and this server’s own page';
  if (allowedOrigins === undefined)
    return 'Only pages of this server’s own address may call; name others in "allowedOrigins".';
  if (allowedOrigins.length === 0)
    return `No page may call: "allowedOrigins" is empty${own && `; only this server’s own page may`}.`;
  return `These pages may call: ${allowedOrigins.join(', ')}${own}.`;
}
