// Serves a built example with a token broker beside it, or has it do that itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createBroker } from '../../dist/broker.js';
import { environmentFor } from './environment.mjs';
import { folderOf, isServer } from './workshop.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Opens the site of an example; `google` is where its broker finds the Live API. */
export function open(example, google) {
  return isServer(example) ? start(example, google) : serve(example, google);
}

async function listen(server, port = 0) {
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return server.address().port;
}

/** The files of an example, and a broker at `/token`. */
async function serve({ name, client }, google) {
  const broker = createBroker({
    apiKey: 'no-key-needed-by-the-emulator',
    profile: { model: 'gemini-3.8-live' },
    baseUrl: google,
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/token') void broker.node(request, response);
    else void answer(pathname, response);
  });

  async function answer(pathname, response) {
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const body = await readFile(join(folderOf(name), client, normalize(path))).catch(
      () => undefined,
    );
    response.writeHead(body ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' });
    response.end(body);
  }

  const port = await listen(server);
  return {
    url: `http://localhost:${port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port that was free a moment ago. */
async function freePort() {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs `npm start` of an example, and waits until it answers. */
async function start(example, google) {
  const port = await freePort();
  const url = `http://localhost:${port}/`;
  const cwd = folderOf(example.name);
  const preload = new URL('to-emulator.mjs', import.meta.url).href;
  const own = {
    PORT: port,
    ORIGIN: url.slice(0, -1),
    GEMINI_API_KEY: 'no-key-needed-by-the-emulator',
    GEMINI_BASE_URL: google,
  };
  if (example.vars) {
    const lines = Object.entries(own).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(cwd, example.vars), lines.join(''));
  }
  const child = spawn('npm', ['start', '--silent'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...environmentFor(example), ...own, NODE_OPTIONS: `--import=${preload}` },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const exited = once(child, 'exit');
  const close = async () => {
    // npm, its shell and the server are one process group.
    if (child.exitCode === null) process.kill(-Number(child.pid));
    await exited;
  };
  const until = performance.now() + 120_000;
  while (!(await answers(url))) {
    if (child.exitCode === null && performance.now() < until) continue;
    await close();
    throw new Error(`npm start does not answer at ${url}\n${said}`);
  }
  return { url, close };
}

async function answers(url) {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.body?.cancel();
  // A server that is not there yet refuses at once, and a pause lets it come.
  if (!answer) await new Promise((resolve) => setTimeout(resolve, 200));
  return answer?.ok ?? false;
}
