// --help, generated from the flag tables: 80 columns.
import { commandOf, type CommandName } from './command-table.ts';
import { isSecret, variablesOf } from './environment-table.ts';
import { flagOf, typed, type FlagName } from './flag-table.ts';
import { WIDTH, wrap } from '../../reports/formats/fold-line.ts';

const LEFT = 30;

/** `left` in the first column, `right` in the second; a long left side gets its own line. */
function row(left: string, right: string): string[] {
  const lines = wrap(right.replaceAll('`', ''), WIDTH - LEFT);
  const head = `  ${left}`;
  const first = head.length < LEFT ? [head.padEnd(LEFT) + (lines.shift() ?? '')] : [head];
  return [...first, ...lines.map((line) => ' '.repeat(LEFT) + line)];
}

function flagRow(name: FlagName, required: readonly FlagName[]): string[] {
  const { value, help, variable } = flagOf(name);
  const notes = [
    ...(required.includes(name) ? ['required'] : []),
    ...(variable === undefined ? [] : [`or ${variable}`]),
  ];
  return row(
    `${typed(name)}${value === undefined ? '' : ` ${value}`}`,
    `${help}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`,
  );
}

/** The text that `npm run NAME -- --help` prints. */
export function helpText(name: CommandName): string {
  const { does, flags, required = [], needs = {}, names, aliases = [], example } = commandOf(name);
  const script = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
  const usage = `usage: ${script}${flags.length > 0 || names !== undefined ? ' --' : ''}${names === undefined ? '' : ` ${names}`}${flags.length > 0 ? ' [flags]' : ''}`;
  const variables = variablesOf(name);
  const pairs = Object.entries(needs) as [FlagName, FlagName][];
  return [
    usage,
    ...wrap(does, WIDTH),
    '',
    ...(flags.length > 0 ? ['flags:', ...flags.flatMap((flag) => flagRow(flag, required))] : []),
    ...row('--help', 'this text'),
    ...pairs.map(([flag, other]) => `  ${typed(flag)} is used only together with ${typed(other)}.`),
    '',
    'environment:',
    ...variables.flatMap(([variable, { help }]) => row(variable, `${help}${isSecret(variable) ? ' (secret)' : ''}`)),
    '',
    ...(aliases.length > 0 ? [`old names, which still work: ${aliases.join(', ')}`, ''] : []),
    'exit codes:',
    '  0 pass or warn, 1 breach, 2 inconclusive, 3 broken, 4 wrong usage',
    '',
    'example:',
    `  ${example}`,
    '',
  ].join('\n');
}
