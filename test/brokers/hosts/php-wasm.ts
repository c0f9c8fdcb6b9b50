import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Start } from '../broker.js';
import { Log } from '../log.js';
import { toolPath } from './files.js';
import { siteOf } from './php.js';

/** As much of php-wasm as is used here: https://github.com/WordPress/wordpress-playground */
interface Php {
  mkdir(path: string): void;
  writeFile(path: string, text: string): void;
  run(request: Readonly<Record<string, unknown>>): Promise<PhpAnswer>;
  exit(): void;
}
interface PhpAnswer {
  readonly httpStatusCode: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly bytes: Uint8Array;
  readonly errors: string;
}
interface Node {
  loadNodeRuntime(version: string, options: unknown): Promise<number>;
}
interface Universal {
  readonly PHP: new (runtime: number) => Php;
  setPhpIniEntries(php: Php, entries: Readonly<Record<string, string>>): Promise<void>;
}

let processId = 0;

/** `token.php` under PHP of this version, compiled to WebAssembly, which runs wherever Node does. */
export const phpWasm =
  (version: string, ini: Readonly<Record<string, string>> = {}): Start =>
  async (settings, apiKey) => {
    const node = (await import(toolPath('@php-wasm/node/index.js'))) as Node;
    const universal = (await import(toolPath('@php-wasm/universal/index.js'))) as Universal;
    processId += 1;
    const runtime = await node.loadNodeRuntime(version, { emscriptenOptions: { processId } });
    const php = new universal.PHP(runtime);
    await universal.setPhpIniEntries(php, { allow_url_fopen: '1', error_log: '', ...ini });
    php.mkdir('/site/www');
    for (const [path, text] of Object.entries(siteOf(settings, apiKey)))
      php.writeFile(`/site/${path}`, text);
    const log = new Log();
    // It is one process, which answers one request after the other.
    let last: Promise<unknown> = Promise.resolve();
    const server = createServer((request, response) => {
      last = last.then(async () => {
        const answer = await php.run(await toPhp(request));
        log.add(answer.errors);
        response.statusCode = answer.httpStatusCode;
        for (const [name, values] of Object.entries(answer.headers))
          response.setHeader(name, [...values]);
        response.end(answer.bytes);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const close = () => {
      server.close().closeAllConnections();
      php.exit();
    };
    return { url: `http://127.0.0.1:${port}/token.php`, log, close };
  };

async function toPhp(request: IncomingMessage) {
  const { method, headers } = request;
  return {
    scriptPath: '/site/www/token.php',
    relativeUri: '/token.php',
    method,
    headers,
    body: new Uint8Array(await buffer(request)),
    $_SERVER: { DOCUMENT_ROOT: '/site/www', REMOTE_ADDR: '127.0.0.1' },
  };
}
