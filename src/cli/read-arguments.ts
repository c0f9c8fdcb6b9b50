import { parseArgs } from 'node:util';
import { Arguments } from './arguments.js';
import type { Command, Option } from './command.js';
import { UsageError } from './exit.js';
import { didYouMean } from './nearest.js';

const help: Option = { name: 'help', doc: 'shows this' };

/** @throws UsageError that names what is wrong. */
export function readArguments(command: Command, args: readonly string[]): Arguments {
  const options = [...command.options, help];
  const { values, positionals } = parse(options, args);
  const most = command.operand ? 1 : 0;
  if (positionals.length > most) {
    const extra = String(positionals[most]);
    throw new UsageError(`"${extra}" is too much: ${command.name} takes ${operandOf(command)}.`);
  }
  return new Arguments(values, positionals[0]);
}

const operandOf = ({ operand }: Command) => operand ?? 'options only';

function parse(options: readonly Option[], args: readonly string[]) {
  const known = options.map(({ name, value, multiple = false }) => [
    name,
    {
      type: value === undefined ? ('boolean' as const) : ('string' as const),
      multiple,
      ...(name === 'help' && { short: 'h' }),
    },
  ]);
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(known) as Record<string, { type: 'boolean' | 'string' }>,
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(inWords(error, options));
  }
}

/** Node's sentence, or ours where a name can be told that was probably meant. */
function inWords(error: unknown, options: readonly Option[]): string {
  const { message, code } = error as Error & { code?: string };
  const name = /'--?([\w-]+)/.exec(message)?.[1] ?? '';
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return message.replace(/\n[^]*/, '');
  const names = options.map((option) => option.name);
  const hint = didYouMean(name, names, (near) => `--${near}`);
  return `there is no option ${name.length > 1 ? '--' : '-'}${name}${hint || '.'}`;
}
