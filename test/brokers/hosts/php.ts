import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostSettings } from '../../../src/broker/hosts/settings.js';
import type { Start } from '../broker.js';
import { run } from '../log.js';
import { brokerFile, makeFolder } from './files.js';

/** The site of an owner: `token.php` in the folder that the web serves, the key one above. */
export const siteOf = (settings: HostSettings, apiKey: string) => ({
  'www/token.php': brokerFile('token.php', settings),
  ...(apiKey && { 'live-call-config.php': `<?php\nreturn ['apiKey' => '${apiKey}'];\n` }),
});

/** `token.php` under the `php` of this machine; `settings` are further lines of its php.ini. */
const phpWith =
  (...ini: readonly string[]): Start =>
  async (settings, apiKey) => {
    const { folder, remove } = makeFolder(siteOf(settings, apiKey));
    mkdirSync(join(folder, 'tmp'));
    const options = ini.flatMap((line) => ['-d', line]);
    const { GEMINI_API_KEY: _, ...rest } = process.env;
    const env = { ...rest, TMPDIR: join(folder, 'tmp'), PHP_CLI_SERVER_WORKERS: '4' };
    const serve = [...options, '-S', '127.0.0.1:0', '-t', join(folder, 'www')];
    const { log, started, close } = run('php', serve, env);
    const [, port] = await started(/Server \(http:\/\/127\.0\.0\.1:(\d+)\) started/);
    return { url: `http://127.0.0.1:${port}/token.php`, log, close: () => close().finally(remove) };
  };

export const startPhp = phpWith();
export const startPhpWithoutCurl = phpWith('disable_functions=curl_init');
