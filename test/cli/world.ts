import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run.js';

export const root = new URL('../../../', import.meta.url);
export const apiKey = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';

/** A terminal with a folder of its own. */
export interface Terminal {
  readonly folder: string;
  write(name: string, content: unknown): Promise<void>;
  read(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function openTerminal(): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), 'live-call-cli-'));
  return {
    folder,
    write: (name, content) =>
      writeFile(
        join(folder, name),
        typeof content === 'string' ? content : JSON.stringify(content),
      ),
    read: (name) => readFile(join(folder, name), 'utf8'),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Run {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly dist?: URL;
  /** What a person does once the command runs; then it is stopped. */
  readonly meanwhile?: (out: () => string) => Promise<void>;
}

/** The exit code and the words of `live-call …`. */
export async function run(
  args: readonly string[],
  { folder }: Pick<Terminal, 'folder'>,
  { env, dist = new URL('dist/', root), meanwhile }: Run = {},
) {
  let [out, err] = ['', ''];
  const exit = await runCommand(args, {
    env: { GEMINI_API_KEY: apiKey, ...env },
    folder,
    dist,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    untilStopped: async () => meanwhile?.(() => out),
  });
  return { exit, out, err };
}

/** The one JSON object that `--json` writes. */
export async function runJson(...[args, terminal, options]: Parameters<typeof run>) {
  const { exit, out, err } = await run([...args, '--json'], terminal, options);
  const object = JSON.parse(out) as {
    ok: boolean;
    steps?: { step: string; text: string }[];
    finding?: { code: string; what: string; change: string; said?: string };
  };
  return { exit, err, out, ...object };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
