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
const isTrue = (text: string): boolean => /^(true|1|t)?$/i.test(text);

/** A flag's or a variable's texts as its option's value. `name`: what it is called in a message. */
function valueOf(kind: Kind, texts: readonly string[], name: string): unknown {
  const text = texts.at(-1) ?? '';
  const bad = (): EngineError => usage(`invalid argument "${text}" for "${name}"`);
  if (kind === 'bool') {
    if (!isTrue(text) && !/^(false|0|f)$/i.test(text)) throw bad();
    return isTrue(text);
  }
  if (kind === 'int') {
    if (!/^-?\d+$/.test(text)) throw bad();
    return Number(text);
  }
  if (kind === 'list') return texts.flatMap(listOf);
  if (!/stage/i.test(name)) return kind === 'json' ? (JSON.parse(text) as unknown) : text;
  return texts.flatMap(listOf).map((stage) => {
    const [duration, target = ''] = stage.split(':');
    if (!/^\d+$/.test(target)) throw bad();
    return { duration, target: Number(target) };
  });
}

/** Names and values with `separator` between them. */
const pairs = (texts: readonly string[], separator: string): Record<string, string> =>
  Object.fromEntries(
    texts.map((text) => {
      const [name = '', ...value] = text.split(separator);
      return [name, value.length > 0 ? value.join(separator) : (process.env[name] ?? '')];
    }),
  );

/** Every flag with its texts; a boolean one without a value has ''. */
function flagsOf(argv: readonly string[]): { given: Map<string, string[]>; positionals: string[] } {
  const optionFlags = Object.values(OPTIONS).flatMap(({ flag, kind }) => (flag === undefined ? [] : [[flag, kind]]));
  const kinds = { ...FLAGS, ...Object.fromEntries(MISSING_FLAGS.map((name) => [name, 'text'])), ...Object.fromEntries(optionFlags) } as Readonly<Record<string, Kind>>; // prettier-ignore
  const shorts = new Map(Object.entries(SHORT).map(([short, name]) => [name, { short }]));
  const isBare = (name: string): boolean => kinds[name] === 'bool' || name === 'http-debug';
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
  const variableOf = (flag: string): string => variables[`K6_${flag.replaceAll('-', '_').toUpperCase()}`] ?? '';
  for (const name of MISSING_FLAGS)
    if (given.has(name) || !['', 'false'].includes(variableOf(name)))
      throw new Refusal(`flag --${name} or its variable`);
  const [command, script] = positionals;
  if (command !== 'run' || script === undefined) throw usage('usage: engine-main.ts run SCRIPT [flags of k6 run]');

  const above: Record<string, unknown> = {};
  const put = (option: string, value: unknown): void => {
    if (/^(vus|duration|iterations|stages)$/.test(option)) above['scenarios'] = null;
    if (/^(duration|iterations|stages)$/.test(option))
      for (const other of ['duration', 'iterations', 'stages']) above[other] ??= null;
    above[option] = value;
  };
  for (const [option, { kind, variable = '', missing }] of Object.entries(OPTIONS)) {
    const text = variables[variable] ?? '';
    if (text === '') continue;
    if (missing && text !== 'false') throw new Refusal(`variable ${variable}`);
    const bad = kind === 'map' ? listOf(text).find((pair) => !pair.includes(':')) : undefined;
    if (bad !== undefined) throw invalidConfig(`envconfig.Process: assigning ${variable}: invalid map item: "${bad}"`);
    put(option, kind === 'map' ? pairs(listOf(text), ':') : valueOf(kind, [text], variable));
  }
  for (const [option, { kind, flag = '', missing }] of Object.entries(OPTIONS)) {
    const texts = given.get(flag);
    if (!texts) continue;
    if (missing && texts.at(-1) !== 'false') throw new Refusal(`flag --${flag}`);
    const bad = kind === 'map' ? texts.find((pair) => !/^[^=]+=./.test(pair)) : undefined;
    if (bad !== undefined) throw usage(`error parsing tag '${bad}': invalid tag, empty value`);
    put(option, kind === 'map' ? pairs(texts, '=') : valueOf(kind, texts, `--${flag}`));
  }
  const isOn = (flag: string, text: string): boolean =>
    valueOf('bool', given.get(flag) ?? [text], `--${flag}`) === true;
  if (isOn('no-thresholds', variableOf('no-thresholds') || 'false')) above['thresholds'] = null;
  const withSystem = isOn('include-system-env-vars', variableOf('include-system-env-vars') || 'true');
  return {
    script: resolve(script),
    env: { ...(withSystem && (variables as Record<string, string>)), ...pairs(given.get('env') ?? [], '=') },
    above,
    report: given.get('report')?.at(-1),
  };
}
