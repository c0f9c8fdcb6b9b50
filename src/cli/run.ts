import { version } from '../version.js';
import { brokerCommand } from './broker-command.js';
import { checkCommand } from './check-command.js';
import type { Command } from './command.js';
import { emulatorCommand } from './emulator-command.js';
import { EXIT, UsageError } from './exit.js';
import { Fault } from './fault.js';
import { helpFor, helpForAll } from './help.js';
import { didYouMean } from './nearest.js';
import { readArguments } from './read-arguments.js';
import { serveCommand } from './serve-command.js';
import { fenced, type World } from './world.js';

const commands: readonly Command[] = [serveCommand, checkCommand, brokerCommand, emulatorCommand];

/** Runs what `args` ask for. Yields the exit code; throws nothing. */
export async function runCommand(args: readonly string[], given: World): Promise<number> {
  const world = fenced(given);
  try {
    return await dispatch(args, world);
  } catch (error) {
    const json = args.includes('--json');
    if (error instanceof Fault) return tell(world, error, json);
    if (error instanceof UsageError) return misused(world, error, json);
    world.err(`live-call: something in live-call went wrong; please report it: ${String(error)}\n`);
    return EXIT.wrong;
  }
}

async function dispatch(args: readonly string[], world: World): Promise<number> {
  const [name = '', ...rest] = args;
  if (['--version', '-v', 'version'].includes(name)) return print(world, `${version}\n`);
  if (['--help', '-h'].includes(name)) return print(world, helpForAll(commands));
  if (name === 'help') {
    const [about] = rest;
    return print(world, about ? helpFor(find(about)) : helpForAll(commands));
  }
  if (name === '') {
    world.err(helpForAll(commands));
    return EXIT.usage;
  }
  const command = find(name);
  const given = readArguments(command, rest);
  if (given.flag('help')) return print(world, helpFor(command));
  return command.run(given, world);
}

function find(name: string): Command {
  const command = commands.find((command) => command.name === name);
  if (command) return command;
  const names = [...commands.map(({ name }) => name), 'help'];
  const hint = didYouMean(name, names);
  const kind = name.startsWith('-') ? 'option' : 'command';
  throw new UsageError(
    hint
      ? `there is no ${kind} ${name}${hint}`
      : `there is no ${kind} ${name}; there are ${names.join(', ')}.`,
  );
}

function print(world: World, text: string): number {
  world.out(text);
  return EXIT.good;
}

function tell(world: World, { code, what, change, exit }: Fault, json: boolean): number {
  if (json) world.out(`${JSON.stringify({ ok: false, finding: { code, what, change } })}\n`);
  else world.err(`live-call: ${what} ${change}\n`);
  return exit;
}

function misused(world: World, { message }: UsageError, json: boolean): number {
  const what = `${message} See live-call --help.`;
  if (json) world.out(`${JSON.stringify({ ok: false, finding: { code: 'usage', what } })}\n`);
  else world.err(`live-call: ${what}\n`);
  return EXIT.usage;
}
