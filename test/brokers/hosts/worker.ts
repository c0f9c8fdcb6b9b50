import type { Readable } from 'node:stream';
import type { Start } from '../broker.js';
import { Log } from '../log.js';
import { brokerFile, toolPath } from './files.js';

/** As much of miniflare as is used here: https://developers.cloudflare.com/workers/testing/miniflare/ */
interface Miniflare {
  readonly ready: Promise<URL>;
  dispose(): Promise<void>;
}
type MiniflareClass = new (options: Readonly<Record<string, unknown>>) => Miniflare;

/** `worker.js` in workerd, the server that Cloudflare runs. */
export const startWorker: Start = async (settings, apiKey) => {
  const path = toolPath('miniflare/dist/src/index.js');
  const { Miniflare } = ((await import(path)) as { default: { Miniflare: MiniflareClass } })
    .default;
  const log = new Log();
  const server = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    modules: true,
    script: brokerFile('worker.js', settings),
    compatibilityDate: '2026-01-01',
    cf: false,
    bindings: apiKey ? { GEMINI_API_KEY: apiKey } : {},
    handleRuntimeStdio: (out: Readable, err: Readable) =>
      [out, err].map((pipe) => log.listen(pipe)),
  });
  const url = new URL('/token', await server.ready);
  return { url: url.href, log, close: () => server.dispose() };
};
