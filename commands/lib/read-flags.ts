// Typed flags -> raw values by name -> parsed values, with their errors.
import { parseArgs } from 'node:util';
import { STAGES } from '../../kpis.ts';
import type { Command } from './command-table.ts';
import { didYouMean } from './did-you-mean.ts';
import { wordsOf } from './flag-kinds.ts';
import { FLAGS, flagOf, isSwitch, typed, type FlagName, type Flags } from './flag-table.ts';

/** Allowed names of a value, if they are not in the flag table. */
export type Known = { checks?: readonly string[]; faults?: readonly string[] };
export type Rules = Pick<Command, 'needs' | 'either' | 'names'>;
/** A raw value, and its flag or variable. */
export type Raw = Map<FlagName, { value: string | boolean; from: string }>;

export function readFlags(
  argv: readonly string[],
  allowed: readonly FlagName[],
  rules: Rules,
  mistakes: string[],
): { raw: Raw; names: string[] } {
  const raw: Raw = new Map();
  const names: string[] = [];
  const spelling = new Map(
    allowed.flatMap((name) => [name, typed(name).slice(2)].map((word) => [word, name] as const)),
  );
  const options = Object.fromEntries(
    [...spelling].map(([word, name]) => [word, { type: isSwitch(name) ? ('boolean' as const) : ('string' as const) }]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true, allowPositionals: true });
  let unknownAt = -1;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      // The value of a flag that is already rejected.
      if (token.index === unknownAt + 1 && unknownAt >= 0) continue;
      if (rules.names === undefined) mistakes.push(`"${token.value}" is not a flag${inUse(allowed)}`);
      else names.push(token.value);
    }
    if (token.kind !== 'option') continue;
    const name = spelling.get(token.name);
    if (name === undefined) {
      mistakes.push(unusedFlag(token.rawName, token.name, [...spelling.keys()], allowed));
      unknownAt = token.index;
    } else if (raw.has(name)) mistakes.push(`${typed(name)} is given twice`);
    else if (isSwitch(name)) {
      if (token.value !== undefined) mistakes.push(`${typed(name)} takes no value`);
      raw.set(name, { value: true, from: typed(name) });
    } else if (token.value === undefined || (token.value.startsWith('--') && !token.inlineValue))
      mistakes.push(`${typed(name)} needs a value: ${typed(name)} ${flagOf(name).value ?? ''}`);
    else raw.set(name, { value: token.value, from: typed(name) });
  }
  return { raw, names };
}

const inUse = (allowed: readonly FlagName[]): string =>
  allowed.length === 0 ? '; this command takes no flags' : `; flags: ${allowed.map(typed).join(' ')}`;

function unusedFlag(rawName: string, name: string, words: readonly string[], allowed: readonly FlagName[]): string {
  const guess = didYouMean(name, words, (word) => `--${word}`);
  const elsewhere = Object.hasOwn(FLAGS, name);
  return `${elsewhere ? `this command does not use ${rawName}` : `unknown flag ${rawName}`}${guess || inUse(allowed)}`;
}

export function parseValues(raw: Raw, mistakes: string[]): Flags {
  const flags: Record<string, unknown> = {};
  for (const [name, { value, from }] of raw) {
    const parsed = flagOf(name).type.safeParse(value);
    if (parsed.success) flags[name] = parsed.data;
    else {
      const why = parsed.error.issues.map((issue) => issue.message).join('; ');
      const guess = typeof value === 'string' ? didYouMean(value, wordsOf(flagOf(name).type)) : '';
      mistakes.push(`${from} ${shownValue(value)}: ${why}${guess}`);
    }
  }
  return flags as Flags;
}

/** Errors do not show a user name or password of an address. */
const shownValue = (value: string | boolean): string =>
  JSON.stringify(typeof value === 'string' ? value.replace(/\/\/[^/@]*@/, '//...@') : value);

export function missing(name: FlagName, env: NodeJS.ProcessEnv): string {
  const { variable } = flagOf(name);
  const swallowed = env[`npm_config_${name.replaceAll('-', '_')}`] ? `; npm took it: write -- before the flags` : '';
  return `${typed(name)} is missing${variable === undefined ? '' : ` (or set ${variable})`}${swallowed}`;
}

export function ruleMistakes(raw: Raw, { needs = {}, either = [] }: Rules): string[] {
  const given = (name: FlagName): boolean => raw.get(name)?.from.startsWith('--') ?? false;
  const alone = (Object.entries(needs) as [FlagName, FlagName][]).filter(
    ([name, other]) => given(name) && !given(other),
  );
  return [
    ...alone.map(([name, other]) => `${typed(name)} is used only together with ${typed(other)}`),
    ...either
      .filter(([one, other]) => given(one) && given(other))
      .map(([one, other]) => `${typed(one)} and ${typed(other)} exclude each other`),
  ];
}

export function unknownNames({ only = [], fault = [] }: Flags, { checks = [], faults }: Known): string[] {
  const names = [...STAGES, ...checks];
  return [
    ...only
      .filter((name) => !names.includes(name))
      .map((name) => `--only ${name}: neither a stage (${STAGES.join(', ')}) nor a check id${didYouMean(name, names)}`),
    ...fault
      .filter((id) => faults !== undefined && !faults.includes(id))
      .map(
        (id) =>
          `--fault ${id}: there is no such fault${didYouMean(id, faults ?? []) || '; `npm run stand-in -- --list-faults` lists them'}`,
      ),
  ];
}
