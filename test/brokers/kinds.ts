import type { Start } from './broker.js';
import { startDeno } from './hosts/deno.js';
import { startNodeFile } from './hosts/node-file.js';
import { startNode } from './hosts/node.js';
import { phpWasm } from './hosts/php-wasm.js';
import { startPhp, startPhpWithoutCurl } from './hosts/php.js';
import { startWorker } from './hosts/worker.js';

/** Every broker that the table holds for. */
export const kinds: Readonly<Record<string, Start>> = {
  node: startNode,
  'node.mjs': startNodeFile,
  worker: startWorker,
  deno: startDeno,
  php: startPhp,
  'php-without-curl': startPhpWithoutCurl,
  // A php-wasm waits a second for each answer that comes by curl.
  ...Object.fromEntries(
    ['7.4', '8.0', '8.1', '8.2', '8.3', '8.4', '8.5'].map((version) => [
      `php-${version}`,
      phpWasm(version, { disable_functions: 'curl_init' }),
    ]),
  ),
};
