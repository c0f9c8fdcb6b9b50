import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fillSettings } from '../broker/hosts/fill.js';
import type { Arguments } from './arguments.js';
import { type Command, jsonOption } from './command.js';
import { EXIT, UsageError } from './exit.js';
import { Fault } from './fault.js';
import { hosts } from './hosts.js';
import { didYouMean } from './nearest.js';
import { type ProfileFile, readProfile } from './profile-file.js';
import type { World } from './world.js';

const targets = Object.keys(hosts);

export const brokerCommand: Command = {
  name: 'broker',
  summary: `writes the one file that a host needs to give tokens: ${targets.join(', ')}`,
  operand: '[profile.json]',
  options: [
    { name: 'target', value: targets.join('|'), doc: 'the host' },
    { name: 'out', value: 'file', doc: 'where to; a folder, or - for the screen, does as well' },
    { name: 'force', doc: 'overwrites the file if it is there' },
    jsonOption,
  ],
  notes: [
    'The settings of live-call.json, or of the profile that is named, go into the first lines of the file.',
    'It overwrites nothing without --force.',
    ...Object.entries(hosts).map(
      ([target, { name }]) => `Without --out, ${target} goes to ${name}.`,
    ),
  ],
  run: writeBroker,
};

async function writeBroker(given: Arguments, world: World): Promise<number> {
  const target = given.text('target');
  if (target === undefined) throw new UsageError(`broker needs --target ${targets.join('|')}.`);
  const host = Object.hasOwn(hosts, target) ? hosts[target] : undefined;
  if (!host) {
    const hint = didYouMean(target, targets) || `; there are ${targets.join(', ')}.`;
    throw new UsageError(`there is no target ${target}${hint}`);
  }
  const source = new URL(`hosts/${host.name}`, world.dist);
  const empty = await readFile(source, 'utf8').catch(() => {
    throw new Fault('files-missing', { file: `dist/hosts/${host.name}` });
  });
  const settings = await settingsOf(given, world);
  const code = settings ? fillSettings(empty, settings) : empty;
  if (given.text('out') === '-') {
    world.out(code);
    return EXIT.good;
  }
  const file = await placeOf(given.text('out') ?? host.name, host.name, world);
  await write(file, code, given.flag('force'));
  const steps = settings
    ? host.next
    : ['Put your model and your origins into its first lines.', ...host.next];
  const short = relative(world.folder, file);
  const next = steps.map((line) => line.replaceAll('{file}', short));
  if (given.flag('json')) world.out(`${JSON.stringify({ ok: true, target, file, next })}\n`);
  else world.out([`${short} is written. Next:`, ...next, ''].join('\n'));
  return EXIT.good;
}

/** A profile need not be there, unless it was named. */
async function settingsOf({ operand }: Arguments, world: World): Promise<ProfileFile | undefined> {
  try {
    return await readProfile(world, operand);
  } catch (error) {
    const isOptional = operand === undefined && error instanceof Fault;
    if (isOptional && error.code === 'profile-missing') return undefined;
    throw error;
  }
}

/** In a folder, the file has its usual name. */
async function placeOf(out: string, name: string, { folder }: World): Promise<string> {
  const path = resolve(folder, out);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, name) : path;
}

async function write(file: string, code: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, code, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new Fault('file-exists', { file });
    const why = code === 'ENOENT' ? 'there is no such folder' : (code ?? 'unknown');
    throw new Fault('file-unwritable', { file, why });
  }
}
