import { join } from 'node:path';
import type { Start } from '../broker.js';
import { run } from '../log.js';
import { brokerFile, makeFolder } from './files.js';

/** `node.mjs`, as `npx live-call broker --target node` writes it. */
export const startNodeFile: Start = async (settings, apiKey) => {
  const { folder, remove } = makeFolder({ 'node.mjs': brokerFile('node.mjs', settings) });
  const env = { ...process.env, PORT: '0', GEMINI_API_KEY: apiKey };
  const { log, started, close } = run(process.execPath, [join(folder, 'node.mjs')], env);
  const [, port] = await started(/listens on http:\/\/localhost:(\d+)/);
  return { url: `http://127.0.0.1:${port}/token`, log, close: () => close().finally(remove) };
};
