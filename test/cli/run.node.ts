import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { startEmulator } from '../../src/testing/emulator/server.js';
import { apiKey, openTerminal, root, run, type Terminal } from './world.js';

describe('live-call on the command line', () => {
  let terminal: Terminal;
  before(async () => (terminal = await openTerminal()));
  after(() => terminal.close());

  for (const args of [['--help'], ['-h'], ['help']]) {
    it(`shows all commands and the exit codes with ${args.join(' ')}`, async () => {
      const { exit, out } = await run(args, terminal);
      assert.equal(exit, 0);
      for (const name of ['serve', 'check', 'broker', 'emulator'])
        assert.match(out, new RegExp(`^  live-call ${name}`, 'm'));
      assert.match(out, /3 +nothing answered/);
    });
  }

  for (const name of ['serve', 'check', 'broker', 'emulator']) {
    it(`shows the options of ${name}, by help and by --help`, async () => {
      const { exit, out } = await run([name, '--help'], terminal);
      assert.equal(exit, 0);
      assert.match(out, /^ {2}--json /m);
      assert.equal((await run(['help', name], terminal)).out, out);
      assert.equal((await run([name, '-h'], terminal)).out, out);
    });
  }

  for (const args of [['--version'], ['-v'], ['version']]) {
    it(`says its version with ${args.join(' ')}`, async () => {
      const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
        version: string;
      };
      assert.equal((await run(args, terminal)).out, `${version}\n`);
    });
  }

  const near: [args: string[], words: RegExp][] = [
    [['chek'], /no command chek; did you mean check\?/],
    [['sevre'], /did you mean serve\?/],
    [['brok'], /did you mean broker\?/],
    [['Serve'], /did you mean serve\?/],
    [['deploy'], /no command deploy; there are serve, check, broker, emulator, help\./],
    [['help', 'srve'], /did you mean serve\?/],
    [['--vresion'], /no option --vresion/],
    [['serve', '--prot', '1'], /no option --prot; did you mean --port\?/],
    [['serve', '-x'], /no option -x\./],
    [['serve', '--port=x'], /"x" is no port/],
    [['serve', '--port', '70000'], /is no port/],
    [['serve', '--json=1'], /json/],
    [['serve', 'a', 'b'], /"b" is too much: serve takes \[profile\.json\]\./],
    [['broker', 'a', 'b'], /"b" is too much/],
    [['serve', '--base-url', 'ws://x'], /no address of a Live API/],
  ];
  for (const [args, words] of near) {
    it(`takes ${args.join(' ')} for wrong usage, in one line`, async () => {
      await terminal.write('live-call.json', { model: 'gemini-3.8-live' });
      const { exit, out, err } = await run(args, terminal);
      assert.equal(exit, 2);
      assert.equal(out, '');
      assert.match(err, words);
      assert.match(err, /^live-call: .*\n$/);
    });
  }

  it('shows its help where no command is given, as wrong usage', async () => {
    const { exit, err } = await run([], terminal);
    assert.equal(exit, 2);
    assert.match(err, /live-call check/);
  });

  it('shows no key that somebody wrote onto the line', async () => {
    for (const args of [
      [apiKey],
      ['check', apiKey],
      ['check', '--origin', apiKey],
      ['serve', '--host', apiKey, '--port', '0'],
    ]) {
      const { out, err } = await run(args, terminal);
      assert.doesNotMatch(out + err, /AIza|1234567890/, args.join(' ').replace(apiKey, 'key'));
    }
  });

  it('shows no key of another shape, and none that is not the one in GEMINI_API_KEY', async () => {
    const plain = 'my-own-gateway-key/17+"x"';
    for (const [key, written] of [
      [plain, plain],
      [undefined, apiKey],
    ]) {
      const env = { GEMINI_API_KEY: key };
      for (const args of [
        ['check', `${written}`],
        ['serve', `${written}`, '--json'],
        [`${written}`],
      ]) {
        const { out, err } = await run(args, terminal, { env });
        assert.doesNotMatch(out + err, /AIza|gateway-key/);
        assert.match(out + err, /…/);
      }
    }
  });

  const spawned = (args: string[], env = {}) =>
    spawn(process.execPath, [new URL('dist/cli.js', root).pathname, ...args], {
      cwd: terminal.folder,
      env: { ...process.env, GEMINI_API_KEY: apiKey, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it('is one file that runs by itself', async () => {
    const source = await readFile(new URL('dist/cli.js', root), 'utf8');
    assert.ok(source.startsWith('#!/usr/bin/env node\n'));
    const imported = [...source.matchAll(/\b(?:from|import) ?"([\w:/-]+)"/g)];
    assert.ok(imported.length > 3);
    const foreign = imported.filter(([, name = '']) => !isBuiltin(name));
    assert.deepEqual(foreign, []);
    const child = spawned(['chek']);
    const [said, [exit]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    assert.equal(exit, 2);
    assert.match(said, /did you mean check\?/);
  });

  it('ends where the Live API opens and says nothing more', async () => {
    await terminal.write('live-call.json', { model: 'gemini-3.8-live' });
    const emulator = await startEmulator();
    const lines = await fetch(`${emulator.url}/lines`, {
      method: 'POST',
      body: '{"hang":"setup"}',
    });
    const { baseUrl } = (await lines.json()) as { baseUrl: string };
    const child = spawned(['check', '--json', '--timeout', '0.3', '--base-url', baseUrl]);
    const [said, [exit]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    assert.equal(exit, 3);
    assert.match(said, /^\{"ok":false,.*"code":"no-answer".*\}\n$/);
    await emulator.close();
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`stops serving at ${signal}, with exit code 0`, async () => {
      await terminal.write('live-call.json', { model: 'gemini-3.8-live', port: 0 });
      const child = spawned(['serve'], { PORT: '' });
      const exited = once(child, 'exit');
      let [url, isStopped] = ['', false];
      for await (const line of createInterface(child.stdout)) {
        url = /listens on (http:\S+),/.exec(line)?.[1] ?? url;
        isStopped ||= line === 'live-call has stopped.';
        if (!line.startsWith('Press')) continue;
        // The connection of this request stays open, and holds nothing up.
        assert.equal((await fetch(`${url}/live-call.css`)).status, 200);
        child.kill(signal);
      }
      assert.deepEqual(await exited, [0, null]);
      assert.equal(isStopped, true);
    });
  }
});
