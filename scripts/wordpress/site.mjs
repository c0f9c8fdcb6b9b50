// A WordPress of Debian's on this machine, with a database of its own in a folder for temporary files. Nothing is
// set up outside of that folder, and nothing runs on after `close`.
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Without holding up the emulator, which runs in this process. */
const execute = promisify(execFile);

/** What WordPress runs on; the server of the database without the package that would start it with the machine. */
const packages =
  'php-cli php-mysql php-curl php-gd php-xml php-mbstring php-getid3 ' +
  'mariadb-server-core mariadb-client-core libjs-cropper libjs-underscore';

/** WordPress itself, unpacked but not installed: its package wants a web server that runs all the time. */
const unpacked = ['wordpress', 'wordpress-l10n', 'wordpress-theme-twentytwentythree'];

const cache = join(tmpdir(), 'live-call-wordpress');

const runs = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Ends the script with one line where this machine cannot have a WordPress. */
function install() {
  const isThere =
    runs(
      'php',
      '-r',
      "exit(extension_loaded('mysqli') && extension_loaded('mbstring') ? 0 : 1);",
    ) &&
    runs('mariadbd', '--version') &&
    existsSync('/usr/share/php/getid3');
  if (isThere) return;
  const line = `npm run wordpress needs Debian or Ubuntu: apt-get install --no-install-recommends ${packages}`;
  if (process.getuid?.() !== 0 || !runs('apt-get', '--version')) {
    console.error(line);
    process.exit(1);
  }
  console.log('Installing PHP and MariaDB (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  const apt = (...args) => spawnSync('apt-get', [...quiet, ...args], { env, stdio: 'ignore' });
  apt('update');
  if (apt('install', '-y', '--no-install-recommends', ...packages.split(' ')).status !== 0) {
    console.error(line);
    process.exit(1);
  }
}

/** The files of WordPress, without the links that its package leads out of its folder. */
function unpack() {
  const ready = join(cache, 'wordpress');
  if (existsSync(ready)) return ready;
  console.log('Unpacking WordPress (once) …');
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  execFileSync('apt-get', ['download', '-qq', ...unpacked], { cwd: cache, stdio: 'ignore' });
  for (const file of readdirSync(cache).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', join(cache, file), cache]);
  for (const library of ['php', 'javascript'])
    execFileSync('ln', ['-s', `/usr/share/${library}`, join(cache, 'usr/share', library)]);
  const source = join(cache, 'usr/share/wordpress');
  rmSync(join(source, '.htaccess'));
  execFileSync('cp', ['-rL', source, `${ready}.part`]);
  renameSync(`${ready}.part`, ready);
  return ready;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a program in a group of its own, so that its children end with it. */
function start(program, args, options) {
  const child = spawn(program, args, { ...options, detached: true });
  const gone = once(child, 'exit');
  return async () => {
    if (child.exitCode === null && child.signalCode === null)
      process.kill(-Number(child.pid), 'SIGKILL');
    await gone;
  };
}

const config = (url, database, constants) => `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${database}');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', '${url}');
define('WP_SITEURL', '${url}');
define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', __DIR__ . '/debug.log');
define('FS_METHOD', 'direct');
// Nothing here has a network, and nothing is to happen by itself.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
  define("{$name}_KEY", "$name key");
  define("{$name}_SALT", "$name salt");
}
${Object.entries(constants)
  .map(([name, value]) => `define('${name}', ${JSON.stringify(value)});`)
  .join('\n')}
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

/** Starts a database in `folder`. Returns its socket, by which alone it can be reached. */
async function openDatabase(folder, stdio, endings) {
  const data = `--datadir=${join(folder, 'data')}`;
  const socket = join(folder, 'mysql.sock');
  const login = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  execFileSync('mariadb-install-db', ['--no-defaults', data, ...login, ...asRoot()], { stdio });
  const options = ['--skip-networking', '--skip-log-bin', '--innodb-flush-log-at-trx-commit=0'];
  const server = ['--no-defaults', data, `--socket=${socket}`, ...options, ...asRoot()];
  endings.push(start('mariadbd', server, { stdio }));
  await started(() => runs('mariadb', ...client(socket), '-e', ''));
  return socket;
}

const client = (socket) => ['--no-defaults', `--socket=${socket}`, '-uroot', '-N'];

const installation = `define('WP_INSTALLING', true);
  require 'wp-load.php';
  require 'wp-admin/includes/upgrade.php';
  wp_install('Bistro', 'admin', 'admin@example.com', true, '', 'password');
  update_option('permalink_structure', '/%postname%/');
  foreach (['editor', 'author'] as $role) {
    $mail = "$role@example.com";
    wp_insert_user(['user_login' => $role, 'user_pass' => 'password', 'user_email' => $mail, 'role' => $role]);
  }`;

/** Sets a site up and serves it. `constants` go into its wp-config.php. */
export async function openWordPress(constants) {
  install();
  const source = unpack();
  const home = mkdtempSync(join(tmpdir(), 'live-call-site-'));
  const site = join(home, 'site');
  const output = join(home, 'log');
  const stdio = ['ignore', openSync(output, 'a'), openSync(output, 'a')];
  const endings = [];
  async function close() {
    for (const end of endings.toReversed()) await end();
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  try {
    const socket = await openDatabase(home, stdio, endings);
    const run = async (program, ...args) => (await execute(program, args, { cwd: site })).stdout;
    cpSync(source, site, { recursive: true });
    const sql = (query) => run('mariadb', ...client(socket), '-e', query);
    await sql('CREATE DATABASE wordpress');
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    writeFileSync(join(site, 'wp-config.php'), config(url, socket, constants));
    await run('php', '-r', installation);
    // Several requests at once, as on a real host.
    const env = { ...process.env, PHP_CLI_SERVER_WORKERS: '6' };
    endings.push(start('php', ['-S', `127.0.0.1:${port}`, '-t', site], { stdio, env, cwd: site }));
    await started(async () => (await fetch(`${url}/wp-login.php`)).ok);
    const log = join(site, 'debug.log');
    return {
      url,
      sql,
      /** Runs PHP with WordPress and its plugins; returns what it prints. */
      php: (code, ...args) => run('php', '-r', `require 'wp-load.php'; ${code}`, '--', ...args),
      log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
      close,
    };
  } catch (error) {
    console.error(readFileSync(output, 'utf8').split('\n').slice(-20).join('\n'));
    await close();
    throw error;
  }
}

/** MariaDB refuses to run as root unless it is told to. */
const asRoot = () => (process.getuid() === 0 ? ['--user=root'] : []);

/** Waits until something that has been started is there. */
async function started(isThere) {
  const end = Date.now() + 60_000;
  while (
    !(await Promise.resolve()
      .then(isThere)
      .catch(() => false))
  ) {
    if (Date.now() > end) throw new Error('It does not start; its log is above.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
