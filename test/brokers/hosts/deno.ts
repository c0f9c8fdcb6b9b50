import { join } from 'node:path';
import type { Start } from '../broker.js';
import { run } from '../log.js';
import { brokerFile, makeFolder, toolPath } from './files.js';

export const startDeno: Start = async (settings, apiKey) => {
  const { folder, remove } = makeFolder({ 'deno.ts': brokerFile('deno.ts', settings) });
  const env = {
    ...process.env,
    PORT: '0',
    GEMINI_API_KEY: apiKey,
    NO_COLOR: '1',
    DENO_DIR: folder,
  };
  const options = [
    toolPath('deno/bin.cjs'),
    'run',
    '--allow-net',
    '--allow-env',
    '--no-prompt',
    join(folder, 'deno.ts'),
  ];
  const { log, started, close } = run(process.execPath, options, env);
  const [, port] = await started(/Listening on http:\/\/\S+:(\d+)/);
  return { url: `http://127.0.0.1:${port}/token`, log, close: () => close().finally(remove) };
};
