// A Redis or Valkey of one's own, on a free port: the one of this machine, else Debian's, unpacked into a folder for
// temporary files, where it starts no service and needs no rights.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const cache = join(tmpdir(), 'live-call-redis');

/** Libraries that each machine has, in the version that fits it. */
const ownLibraries = /^lib(c6|ssl|systemd|gcc|stdc)/;

/** The path of a server and of its libraries, or undefined where none can be had. */
export function findServer() {
  const found = installed() ?? unpacked();
  if (found) return found;
  try {
    mkdirSync(cache, { recursive: true });
    const run = (tool, ...args) => execFileSync(tool, args, { cwd: cache, stdio: 'pipe' });
    const depends = String(run('apt-cache', 'depends', '-i', 'redis-tools'));
    const libraries = [...depends.matchAll(/Depends: (lib\S+)/g)].map(([, name]) => name);
    const needed = libraries.filter((name) => !ownLibraries.test(name));
    run('apt-get', 'download', '-qq', 'redis-tools', ...needed);
    for (const file of readdirSync(cache)) if (file.endsWith('.deb')) run('dpkg', '-x', file, '.');
    return unpacked();
  } catch {
    // This is no Debian, or it is offline.
    return undefined;
  }
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = ['valkey-server', 'redis-server'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const path = paths.find(existsSync);
  return path && { path, libraries: '' };
}

function unpacked() {
  // Debian makes the server a link to this, which goes by the name that it is called by.
  const path = join(cache, 'usr/bin/redis-check-rdb');
  if (!existsSync(path)) return undefined;
  const folders = ['usr/lib', 'lib'].map((folder) => join(cache, folder));
  const inside = folders.filter(existsSync).flatMap((folder) => {
    return readdirSync(folder).map((name) => join(folder, name));
  });
  return { path, libraries: inside.join(':') };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Starts it, empty; `port` as it was before, for one that comes back. */
export async function startServer({ path, libraries }, port) {
  port ??= await freePort();
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: tmpdir() };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(path, args, {
    argv0: 'redis-server',
    stdio: 'ignore',
    env: { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
  });
  const ended = once(server, 'exit');
  const failed = ended.then(() => {
    throw new Error('The server ended.');
  });
  failed.catch(() => {});
  await Promise.race([answers(port), failed]);
  const version = await ask(port, 'INFO server');
  return {
    port,
    name: /\b(?:redis|valkey)_version:\S+/g.exec(version)?.[0].replace('_version:', ' ') ?? '',
    empty: () => ask(port, 'FLUSHALL'),
    /** How many requests the lists of a limit count. */
    async total(limit) {
      const script = `local sum = 0
        for _, key in ipairs(redis.call('KEYS', ARGV[1])) do sum = sum + redis.call('LLEN', key) end
        return sum`;
      return Number((await ask(port, evalOf(script, `*}:${limit} *`))).slice(1));
    },
    /** Puts all that was counted so many ms into the future, as a clock that was set back does. */
    shift(ms) {
      const script = `for _, key in ipairs(redis.call('KEYS', '*')) do
          for i = 0, redis.call('LLEN', key) - 1 do
            redis.call('LSET', key, i, string.format('%.0f', redis.call('LINDEX', key, i) + ARGV[1]))
          end
        end`;
      return ask(port, evalOf(script, String(ms)));
    },
    stall: () => server.kill('SIGSTOP'),
    goOn: () => server.kill('SIGCONT'),
    async kill() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

/** A command as the protocol has it: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
function evalOf(script, argument) {
  const words = ['EVAL', script, '0', argument];
  const texts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${texts.join('')}`;
}

/** Resolves as soon as something listens. */
async function answers(port) {
  for (;;) {
    try {
      if ((await ask(port, 'PING')).includes('PONG')) return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The first piece of what it says to one command, without a client. */
async function ask(port, command) {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(`${command}\r\n`);
    return String((await once(socket, 'data'))[0]);
  } finally {
    socket.destroy();
  }
}
