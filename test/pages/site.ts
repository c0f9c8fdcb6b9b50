import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmulator } from '../../src/testing/emulator/server.js';
import { languages } from '../../src/ui/strings/languages.js';

const root = new URL('../../../', import.meta.url);

/** The files of every site. The second copy of the script has no worklet beside it. */
const files: Readonly<Record<string, string>> = {
  '/live-call.min.js': 'dist/live-call.min.js',
  '/live-call.loader.js': 'dist/live-call.loader.js',
  '/live-call.css': 'dist/live-call.css',
  '/live-call.worklet.js': 'dist/live-call.worklet.js',
  '/live-call.worker.js': 'dist/live-call.worker.js',
  '/alone/live-call.min.js': 'dist/live-call.min.js',
  '/alone/voice.js': 'dist/live-call.min.js',
  '/resources.js': 'build/test/helpers/resources.js',
  '/signal-microphone.js': 'build/test/helpers/signal-microphone.js',
  '/gallery.js': 'build/test/helpers/gallery.js',
  '/sight.js': 'build/test/helpers/sight.js',
  '/position-code.js': 'build/test/helpers/position-code.js',
  ...Object.fromEntries(languages.map((lang) => [`/lang/${lang}.js`, `dist/lang/${lang}.js`])),
};

/** A web site of a test's own, whose server also plays the Live API. */
export interface Site {
  /** On 127.0.0.1; the same port of `localhost` is another origin. */
  readonly origin: string;
  /** Puts a page on it. Returns its URL. */
  page(html: string, headers?: Readonly<Record<string, string>>): string;
  /** Has `path` answered as another path would be, or by a function, which may give the usual answer later. */
  route(path: string, route: Route): void;
  /** How often a path was asked for. */
  asked(path: string): number;
  close(): Promise<void>;
}

type Route = string | ((response: ServerResponse, usual: () => void) => void);

/** The release of this version, as a server of files for other sites has it. */
const release = /^\/live-call-[\d.]+\/[\w./-]+$/;

const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript' };

/** Starts a site, and makes its emulator the one that `openLine` asks. */
export async function openSite(): Promise<Site> {
  const pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();
  const routes = new Map<string, Route>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    asked.push(path);
    const route = routes.get(path);
    if (typeof route === 'string') request.url = route;
    const usual = () => {
      if (!emulator.handle(request, response)) void answer(path, response);
    };
    if (typeof route === 'function') route(response, usual);
    else usual();
  });
  const emulator = await startEmulator({ server });

  async function answer(path: string, response: ServerResponse): Promise<void> {
    const page = pages.get(path);
    const isReleased = release.test(path);
    const file = isReleased ? `dist/release${path}` : files[path];
    if (page) {
      response.writeHead(200, { 'content-type': 'text/html', ...page.headers });
      response.end(`<!doctype html><link rel="icon" href="data:,">${page.html}`);
    } else if (file) {
      const type = { 'content-type': types[file.split('.').at(-1) ?? ''] };
      response.writeHead(200, {
        ...type,
        ...(isReleased && { 'access-control-allow-origin': '*' }),
      });
      response.end(await readFile(new URL(file, root)));
    } else {
      response.writeHead(404).end();
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.__emulator__ = origin;
  return {
    origin,
    page(html, headers = {}) {
      const path = `/page-${pages.size}`;
      pages.set(path, { html, headers });
      return origin + path;
    },
    route: (path, route) => void routes.set(path, route),
    asked: (path) => asked.filter((other) => other === path).length,
    async close() {
      await emulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
