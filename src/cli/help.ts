import type { Command } from './command.js';

/** Two columns, the left one as wide as its widest entry. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

const exits = columns([
  ['0', 'good'],
  ['1', 'something is wrong with the set-up; the words say what to change'],
  ['2', 'wrong usage'],
  ['3', 'nothing answered: no network, or nobody there'],
]);

/** The help of `live-call` itself. */
export function helpForAll(commands: readonly Command[]): string {
  return [
    'live-call: a spoken call with a Gemini Live model on your web page.',
    '',
    ...columns(commands.map((command) => [usageOf(command), command.summary])),
    ...columns([['live-call help <command>', 'says more; so does --help after a command']]),
    '',
    'The API key comes from GEMINI_API_KEY, everything else from a small file, live-call.json:',
    '  { "model": "gemini-3.8-live", "voice": "Kore", "instructions": "You take table bookings." }',
    '',
    'Exit codes:',
    ...exits,
    '',
  ].join('\n');
}

/** The help of one command. */
export function helpFor(command: Command): string {
  return [
    usageOf(command),
    '',
    command.summary,
    '',
    ...columns(
      [...command.options, { name: 'help', doc: 'shows this' }].map((option) => [
        'value' in option && option.value
          ? `--${option.name} <${option.value}>`
          : `--${option.name}`,
        option.doc,
      ]),
    ),
    '',
    ...command.notes,
    '',
  ].join('\n');
}

const usageOf = ({ name, operand }: Command) =>
  ['live-call', name, operand].filter(Boolean).join(' ');
