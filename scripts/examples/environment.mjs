// The environment and the Node in which an example is installed, built and started.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Ignored by git, and kept from one run to the next. */
export const home = '.examples';

/**
 * Where a Node is that is new enough for the tools of an example: the one that runs, or one from npm, 100 MB, which
 * comes once.
 */
function pathFor(oldest) {
  const { PATH } = process.env;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return PATH;
  const folder = join(home, 'node');
  const name = `node-${process.platform}-${process.arch}`;
  const bin = resolve(folder, 'node_modules', name, 'bin');
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true });
    run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--prefix', '.', `${name}@22.23.3`]);
  }
  return `${bin}:${PATH}`;
}

/** The environment for whatever an example runs; no tool in it calls home. */
export const environmentFor = ({ node = '20.0' }) => ({
  ...process.env,
  PATH: pathFor(node),
  CI: '1',
  NO_COLOR: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
});

/** Runs something in a folder; it is quiet where it works. */
export function run(folder, command, args, env = process.env) {
  try {
    const stdio = ['ignore', 'pipe', 'pipe'];
    return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio, env });
  } catch (error) {
    const said = `${error.stdout ?? ''}${error.stderr ?? ''}`;
    throw new Error(`${command} ${args.join(' ')}\n${said}`, { cause: error });
  }
}
