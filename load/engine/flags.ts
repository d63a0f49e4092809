// The command line and the `K6_*` variables, read by the tables in support.ts.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EngineError, EXIT, invalidConfig, Refusal } from './codes.ts';
import type { Raw } from './options.ts';
import { FLAGS, MISSING_FLAGS, OPTIONS, SHORT, type Kind } from './support.ts';

export type Flags = {
  script: string;
  env: Record<string, string>;
  /** Options of variables and flags, above the script's. Null takes one away. */
  above: Raw;
  /** Gets what k6 does not report: how well the generator kept up. */
  report: string | undefined;
};

const usage = (message: string): EngineError => new EngineError(EXIT.other, message);
const listOf = (text: string): string[] => (text === '' ? [] : text.split(','));

/** Names and values with `separator` between them. */
const pairs = (texts: readonly string[], separator: string): Record<string, string> =>
  Object.fromEntries(
    texts.map((text) => {
      const [name = '', ...value] = text.split(separator);
      return [name, value.length > 0 ? value.join(separator) : (process.env[name] ?? '')];
    }),
  );

/** A flag's or a variable's texts as its option's value. `name`: what it is called in a message. */
function valueOf(kind: Kind, texts: readonly string[], name: string): unknown {
  const text = texts.at(-1) ?? '';
  const isFlag = name.startsWith('-');
  const check = (isGood: boolean): void => {
    if (!isGood) throw usage(`invalid argument "${text}" for "${name}"`);
  };
  if (kind === 'bool') check(/^(true|1|t|false|0|f)?$/i.test(text));
  if (kind === 'int') check(/^-?\d+$/.test(text));
  const values = { bool: /^(true|1|t)?$/i.test(text), int: Number(text), list: texts.flatMap(listOf) };
  if (kind in values) return values[kind as keyof typeof values];
  if (kind === 'map') {
    const [all, separator] = isFlag ? [texts, '='] : [listOf(text), ':'];
    const bad = all.find((pair) => !(isFlag ? /^[^=]+=./ : /:/).test(pair));
    if (bad === undefined) return pairs(all, separator);
    throw isFlag
      ? usage(`error parsing tag '${bad}': empty value`)
      : invalidConfig(`${name}: invalid map item: "${bad}"`);
  }
  return kind === 'json' ? (JSON.parse(text) as unknown) : text;
}

/** Every flag with its texts; a boolean one without a value has ''. */
function flagsOf(argv: readonly string[]): { given: Map<string, string[]>; positionals: string[] } {
  const kinds: Record<string, Kind> = { ...FLAGS };
  for (const name of MISSING_FLAGS) kinds[name] = 'text';
  for (const { flag, kind } of Object.values(OPTIONS)) if (flag !== undefined) kinds[flag] = kind;
  const isBare = (name: string): boolean => kinds[name] === 'bool' || name === 'http-debug';
  const shorts = new Map(Object.entries(SHORT).map(([short, name]) => [name, { short }]));
  const options = Object.fromEntries(
    Object.keys(kinds).map((name) => [name, { type: isBare(name) ? ('boolean' as const) : ('string' as const), ...shorts.get(name) }]), // prettier-ignore
  );
  const { tokens, positionals } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!(name in kinds)) throw usage(`unknown flag: ${rawName}`);
    if (value === undefined && !isBare(name)) throw usage(`flag needs an argument: ${rawName}`);
    given.set(name, [...(given.get(name) ?? []), value ?? '']);
  }
  return { given, positionals };
}

/** Options from variables, below those from flags. @throws EngineError: 255 as k6 for a flag it has not, 104; Refusal. */
export function readFlags(argv: readonly string[], variables: NodeJS.ProcessEnv): Flags {
  const { given, positionals } = flagsOf(argv);
  const named = (variable: string): string[] | undefined => (variables[variable] ? [variables[variable]] : undefined);
  const variableOf = (flag: string): string => `K6_${flag.replaceAll('-', '_').toUpperCase()}`;
  for (const name of MISSING_FLAGS)
    if (given.has(name) || (named(variableOf(name)) ?? ['false'])[0] !== 'false')
      throw new Refusal(`flag --${name} or its variable`);
  const [command, script] = positionals;
  if (command !== 'run' || script === undefined) throw usage('usage: engine-main.ts run SCRIPT [flags of k6 run]');

  const above: Record<string, unknown> = {};
  const all = Object.entries(OPTIONS);
  const ofVariables = all.map(([option, { variable = '' }]) => [option, variable, named(variable)] as const);
  const ofFlags = all.map(([option, { flag = '' }]) => [option, `--${flag}`, given.get(flag)] as const);
  for (const [option, name, texts] of [...ofVariables, ...ofFlags]) {
    const { kind, missing } = OPTIONS[option] as (typeof OPTIONS)[string];
    if (!texts) continue;
    if (missing && texts.at(-1) !== 'false') throw new Refusal(`${name.startsWith('-') ? 'flag' : 'variable'} ${name}`);
    if (/^(vus|duration|iterations|stages)$/.test(option)) above['scenarios'] = null;
    if (/^(duration|iterations|stages)$/.test(option))
      for (const other of ['duration', 'iterations', 'stages']) above[other] ??= null;
    above[option] = valueOf(kind, texts, name);
  }
  const isOn = (flag: string, without: string): boolean =>
    valueOf('bool', given.get(flag) ?? named(variableOf(flag)) ?? [without], `--${flag}`) === true;
  if (isOn('no-thresholds', 'false')) above['thresholds'] = null;
  const ofSystem = isOn('include-system-env-vars', 'true') ? (variables as Record<string, string>) : {};
  return {
    script: resolve(script),
    env: { ...ofSystem, ...pairs(given.get('env') ?? [], '=') },
    above,
    report: given.get('report')?.at(-1),
  };
}
