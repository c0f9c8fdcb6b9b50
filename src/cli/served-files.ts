import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Fault } from './fault.js';

/** A file as it goes out. */
export interface ServedFile {
  readonly body: Buffer;
  readonly packed: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** The files of the package that a page asks for, by path: nothing else of this machine can be asked for. */
export async function readFiles(dist: URL): Promise<ReadonlyMap<string, ServedFile>> {
  const list = (folder: string, pattern: RegExp) =>
    readdir(new URL(folder, dist)).then(
      (names) => names.filter((name) => pattern.test(name)).map((name) => `${folder}${name}`),
      (): string[] => [],
    );
  const own = await list('./', /^live-call[\w.-]*\.(?:js|css)$/);
  const languages = await list('./lang/', /^[\w-]+\.js$/);
  const needed = ['live-call.min.js', 'live-call.worklet.js'];
  const missing = needed.find((name) => !own.includes(`./${name}`));
  if (missing) throw new Fault('files-missing', { file: `dist/${missing}` });
  return new Map(
    await Promise.all(
      [...own, ...languages].map(async (path) => {
        const body = await readFile(new URL(path, dist));
        const type = types[path.replace(/^.*\./, '')] ?? 'application/octet-stream';
        return [path.slice(1), toServed(body, { ...shared, 'content-type': type })] as const;
      }),
    ),
  );
}

/** Pages of any origin may load the script, with `crossorigin` and under `Cross-Origin-Embedder-Policy` as well. */
const shared = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** A name stays the same from version to version, so a browser asks each time whether it has the newest. */
export function toServed(body: Buffer, headers: Readonly<Record<string, string>>): ServedFile {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return {
    body,
    packed: gzipSync(body, { level: 9 }),
    headers: {
      'cache-control': 'no-cache',
      etag,
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  };
}

/** Answers a request for a file, or says that there is none. */
export function answerFile(
  file: ServedFile | undefined,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): void {
  if (!file) return plain(response, 404, 'There is nothing here.');
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return plain(response, 405, 'This is a file.');
  }
  for (const [name, value] of Object.entries(file.headers)) response.setHeader(name, value);
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(file.headers['etag'] ?? '')) {
    response.writeHead(304).end();
    return;
  }
  const isPacked = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(
    headers['accept-encoding']?.toString() ?? '',
  );
  const body = isPacked ? file.packed : file.body;
  if (isPacked) response.setHeader('content-encoding', 'gzip');
  response.setHeader('content-length', body.length);
  response.end(method === 'HEAD' ? undefined : body);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(`${text}\n`);
}
