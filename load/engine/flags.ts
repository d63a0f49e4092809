// The command line and the `K6_*` variables: k6's, read by the tables in support.ts.
import { resolve } from 'node:path';
import { EngineError, EXIT, invalidConfig, Refusal } from './codes.ts';
import type { Raw } from './options.ts';
import { FLAGS, OPTIONS, SHORT, type Kind } from './support.ts';

export type Flags = {
  script: string;
  env: Record<string, string>;
  /** Options of variables and flags, above the script's. Null takes one away. */
  above: Raw;
  noThresholds: boolean;
  /** Gets what k6 does not tell: the generator's judgement of itself. */
  report: string | undefined;
};

const usage = (message: string): EngineError => new EngineError(EXIT.other, message);
const list = (text: string): string[] => (text === '' ? [] : text.split(','));
const SHORTCUTS = ['vus', 'duration', 'iterations', 'stages'];

/** A flag's or a variable's text as its option's value. `names`: what it is called in a message. */
function valueOf(option: string, kind: Kind, texts: readonly string[], name: string): unknown {
  const text = texts.at(-1) ?? '';
  const bad = (): never => {
    throw usage(`invalid argument "${text}" for "${name}"`);
  };
  if (option === 'stages') return texts.flatMap(list).map((stage) => {
    const [duration, target] = stage.split(':');
    return /^\d+$/.test(target ?? '') ? { duration, target: Number(target) } : bad();
  }); // prettier-ignore
  if (kind === 'int') return /^-?\d+$/.test(text) ? Number(text) : bad();
  if (kind === 'bool') return /^(true|1|t)?$/i.test(text) ? true : /^(false|0|f)$/i.test(text) ? false : bad();
  if (kind === 'list') return texts.flatMap(list);
  if (kind === 'json') return JSON.parse(text) as unknown;
  return text;
}

const BY_FLAG = new Map(
  Object.entries(OPTIONS).flatMap(([option, { flag }]) => (flag === undefined ? [] : [[flag, option] as const])),
);

/** Every flag with its texts; a boolean one without a value has ''. */
function flagsOf(argv: readonly string[]): { given: Map<string, string[]>; rest: string[] } {
  const [given, rest] = [new Map<string, string[]>(), [] as string[]];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] as string;
    const [, dashes = '', written = '', , inline] = /^(--?)([^=]+)(=([^]*))?$/.exec(arg) ?? [];
    if (dashes === '') { rest.push(arg); continue; } // prettier-ignore
    const name = dashes === '-' ? (SHORT[written] ?? written) : written;
    const kind = (OPTIONS[BY_FLAG.get(name) ?? ''] ?? FLAGS[name])?.kind;
    if (kind === undefined) throw usage(`unknown flag: ${arg}`);
    const bare = kind === 'bool' || name === 'http-debug';
    const text = inline ?? (bare ? '' : argv[++i]);
    if (text === undefined) throw usage(`flag needs an argument: ${arg}`);
    given.set(name, [...(given.get(name) ?? []), text]);
  }
  return { given, rest };
}

function pairs(texts: readonly string[], name: string): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const at = text.indexOf('=');
    if (name === 'tag' && (at <= 0 || at === text.length - 1)) throw usage(`error parsing tag '${text}': invalid tag, empty value`);
    return at < 0 ? [text, process.env[text] ?? ''] : [text.slice(0, at), text.slice(at + 1)];
  })); // prettier-ignore
}

/** Options from variables, below those from flags. @throws EngineError: 255 as k6 for a flag it has not, 104; Refusal. */
export function readFlags(argv: readonly string[], variables: NodeJS.ProcessEnv): Flags {
  const { given, rest } = flagsOf(argv);
  const [command, script] = rest;
  if (command !== 'run' || script === undefined) throw usage('usage: main.ts run SCRIPT [flags of k6 run]');
  const above: Record<string, unknown> = {};
  const put = (option: string, value: unknown): void => {
    if (SHORTCUTS.includes(option)) above['scenarios'] = null;
    if (option === 'duration' || option === 'iterations' || option === 'stages') for (const other of ['duration', 'iterations', 'stages']) above[other] ??= null; // prettier-ignore
    above[option] = value;
  };
  for (const [option, { kind, env, missing }] of Object.entries(OPTIONS)) {
    const text = env === undefined ? undefined : variables[env];
    if (env === undefined || text === undefined || text === '') continue;
    if (missing && text !== 'false') throw new Refusal(`variable ${env}`);
    if (kind === 'map') {
      const bad = list(text).find((pair) => !pair.includes(':'));
      if (bad !== undefined) throw invalidConfig(`envconfig.Process: assigning ${env}: invalid map item: "${bad}"`);
      put(
        option,
        Object.fromEntries(
          list(text).map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
        ),
      );
    } else put(option, valueOf(option, kind, [text], env));
  }
  for (const [name, texts] of given) {
    const option = BY_FLAG.get(name);
    const { kind, missing } = OPTIONS[option ?? ''] ?? FLAGS[name] ?? {};
    if (missing && texts.at(-1) !== 'false') throw new Refusal(`flag --${name}`);
    if (option !== undefined && kind !== undefined)
      put(option, kind === 'map' ? pairs(texts, name) : valueOf(option, kind, texts, `--${name}`));
  }
  const of = (name: string, fallback = ''): string =>
    given.get(name)?.at(-1) ?? variables[FLAGS[name]?.env ?? ''] ?? fallback;
  for (const { env, missing } of Object.values(FLAGS)) if (missing && env !== undefined && (variables[env] ?? '') !== '') throw new Refusal(`variable ${env}`); // prettier-ignore
  if (variables['K6_WEB_DASHBOARD'] === 'true') throw new Refusal('variable K6_WEB_DASHBOARD');
  const system = valueOf('', 'bool', [of('include-system-env-vars', 'true')], '--include-system-env-vars') === true;
  return {
    script: resolve(script),
    env: { ...(system ? (variables as Record<string, string>) : {}), ...pairs(given.get('env') ?? [], 'env') },
    above,
    noThresholds: valueOf('', 'bool', [of('no-thresholds', 'false')], '--no-thresholds') === true,
    report: given.get('report')?.at(-1),
  };
}
