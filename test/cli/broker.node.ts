import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { hosts } from '../../src/cli/hosts.js';
import { openTerminal, run, runJson, type Terminal } from './world.js';

const contentOf = (source: string, settings: string) =>
  source.endsWith('.php')
    ? `<?php\n$settings = <<<'JSON'\n${settings}\nJSON;\n`
    : `// ${source}\nconst settings = ${settings};\n`;
const usual = (source: string) => contentOf(source, '{\n  "model": "m"\n}');

describe('live-call broker', () => {
  let terminal: Terminal;
  let dist: URL;
  let packed: Terminal;
  // A stand-in for what the build puts into dist/hosts.
  before(async () => {
    packed = await openTerminal();
    dist = pathToFileURL(`${packed.folder}/`);
    await mkdir(new URL('hosts/', dist));
    for (const { name } of Object.values(hosts))
      await writeFile(new URL(`hosts/${name}`, dist), usual(name));
  });
  after(() => packed.close());
  beforeEach(async () => (terminal = await openTerminal()));

  for (const [target, { name }] of Object.entries(hosts)) {
    it(`writes the file for ${target}, and says what comes next`, async () => {
      const { exit, out, err } = await run(['broker', '--target', target], terminal, { dist });
      assert.deepEqual([exit, err], [0, '']);
      assert.equal(await terminal.read(name), usual(name));
      assert.match(
        out,
        /is written\. Next:\nPut your model and your origins into its first lines\.\n/,
      );
      assert.match(out, /npx live-call check --url/);
      assert.doesNotMatch(out, /\{\w+\}/);
    });
  }

  for (const [target, { name }] of Object.entries(hosts)) {
    it(`puts the profile into the first lines of the file for ${target}`, async () => {
      const profile = { model: 'gemini-3.8-live', instructions: "It's $1 & \\ “so”\nJSON;" };
      await terminal.write('live-call.json', profile);
      const { exit, out } = await run(['broker', '--target', target], terminal, { dist });
      assert.equal(exit, 0);
      assert.doesNotMatch(out, /first lines/);
      const filled = JSON.stringify(profile, null, 2);
      assert.equal(await terminal.read(name), contentOf(name, filled));
      await terminal.write('other.json', { model: 'gemini-other-live' });
      const args = ['broker', 'other.json', '--target', target, '--out', '-'];
      assert.match((await run(args, terminal, { dist })).out, /"model": "gemini-other-live"/);
    });
  }

  it('writes nothing where the profile is wrong, or the one that is named is not there', async () => {
    const args = ['broker', '--target', 'php'];
    const none = await runJson([...args, 'none.json'], terminal, { dist });
    assert.deepEqual([none.exit, none.finding?.code], [1, 'profile-missing']);
    await terminal.write('live-call.json', { voice: 'Kore' });
    const wrong = await runJson(args, terminal, { dist });
    assert.deepEqual([wrong.exit, wrong.finding?.code], [1, 'profile-invalid']);
    await assert.rejects(terminal.read('token.php'), /ENOENT/);
  });

  it('overwrites nothing without --force', async () => {
    await terminal.write('token.php', 'mine');
    const args = ['broker', '--target', 'php'];
    const { exit, err } = await run(args, terminal, { dist });
    assert.equal(exit, 1);
    assert.match(err, /token\.php is there already, and stays as it is\. .*--force/);
    assert.equal(await terminal.read('token.php'), 'mine');
    assert.equal((await run([...args, '--force'], terminal, { dist })).exit, 0);
    assert.equal(await terminal.read('token.php'), usual('token.php'));
  });

  it('writes to the file, the folder or the screen that --out names', async () => {
    const args = ['broker', '--target', 'node', '--out'];
    assert.equal((await run([...args, 'calls.mjs'], terminal, { dist })).exit, 0);
    assert.equal(await terminal.read('calls.mjs'), usual('node.mjs'));
    await mkdir(`${terminal.folder}/api`);
    assert.equal((await run([...args, 'api'], terminal, { dist })).exit, 0);
    assert.equal(await terminal.read('api/node.mjs'), usual('node.mjs'));
    assert.equal((await run([...args, '-'], terminal, { dist })).out, usual('node.mjs'));
    const { exit, err } = await run([...args, 'none/calls.mjs'], terminal, { dist });
    assert.equal(exit, 1);
    assert.match(err, /cannot be written: there is no such folder/);
  });

  it('writes one JSON object with --json', async () => {
    const args = ['broker', '--target', 'deno'];
    const { ok, out } = await runJson(args, terminal, { dist });
    assert.equal(ok, true);
    assert.match(out, /"target":"deno","file":".*deno\.ts"/);
    const again = await runJson(args, terminal, { dist });
    assert.deepEqual([again.exit, again.finding?.code], [1, 'file-exists']);
  });

  it('names the targets where none is given, and the one that was meant', async () => {
    const none = await run(['broker'], terminal, { dist });
    assert.equal(none.exit, 2);
    assert.match(none.err, /--target node\|worker\|deno\|php/);
    const near = await run(['broker', '--target', 'workers'], terminal, { dist });
    assert.equal(near.exit, 2);
    assert.match(near.err, /did you mean worker\?/);
    for (const target of ['ruby', 'toString', '']) {
      const { exit, err } = await run(['broker', '--target', target], terminal, { dist });
      assert.equal(exit, 2, target);
      assert.match(err, /there are node, worker, deno, php/);
    }
  });

  it('says which file of the package is missing', async () => {
    const nothing = pathToFileURL(`${terminal.folder}/`);
    const { exit, err } = await run(['broker', '--target', 'php'], terminal, { dist: nothing });
    assert.equal(exit, 1);
    assert.match(err, /dist\/hosts\/token\.php is missing/);
  });
});
