// The configuration: flags and environment, parsed and validated once. All errors are reported together, before the first request.
import type { Account } from '../../common/account.ts';
import { secretsOf } from '../../common/secrets.ts';
import { readFirstPartyHeaders } from '../../common/first-party-headers.ts';
import { openChannels } from '../../monitoring/notify/channel-registry.ts';
import { readLinkBases } from '../../monitoring/notify/notice-links.ts';
import { wrap } from '../../reports/formats/fold-line.ts';
import { USAGE_EXIT } from '../../reports/verdict/exit-codes.ts';
import { commandOf, isCommand, type CommandName } from './command-table.ts';
import { httpUrl } from './flag-kinds.ts';
import { flagOf, type FlagName, type Flags } from './flag-table.ts';
import { helpText } from './help-text.ts';
import { missing, parseValues, readFlags, ruleMistakes, unknownNames, type Known, type Rules } from './read-flags.ts';

export { USAGE_EXIT };
export type { FlagName, Flags, Known };
export type { Account };
export type Config = {
  flags: Flags;
  /** Also undefined with --no-account. */
  account: Account | undefined;
  /** A dead-man service; its path is a secret. */
  heartbeat: URL | undefined;
  /** Sent to the site's own origin only: they are secrets. Names in lower case. */
  headers: Record<string, string>;
  /** Values that no output and no file may contain. */
  secrets: readonly string[];
  /** Positional arguments, for the commands that take names. */
  names: readonly string[];
};
export type Read = { ok: true; config: Config } | { ok: false; help: boolean; mistakes: string[] };

/**
 * Reads `argv` (without node and script) and `env`; `allowed`: the command's flags; `required`: its mandatory flags.
 * `known`: check ids (a list of them is enough) and faults.
 */
export function readConfig(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  allowed: readonly FlagName[],
  required: readonly FlagName[] = [],
  known: readonly string[] | Known = [],
  rules: Rules = {},
): Read {
  if (argv.includes('--help') || argv.includes('-h')) return { ok: false, help: true, mistakes: [] };
  const mistakes: string[] = [];
  const { raw, names } = readFlags(argv, allowed, rules, mistakes);
  for (const name of allowed) {
    const { variable } = flagOf(name);
    const value = variable === undefined ? '' : (env[variable] ?? '').trim();
    if (variable !== undefined && value !== '' && !raw.has(name)) raw.set(name, { value, from: variable });
  }
  const flags = parseValues(raw, mistakes);
  for (const name of required) if (!raw.has(name)) mistakes.push(missing(name, env));
  mistakes.push(...ruleMistakes(raw, rules));
  mistakes.push(...unknownNames(flags, isList(known) ? { checks: known } : known));
  const account = readAccount(env, mistakes);
  mistakes.push(...noticeMistakes(env));
  const heartbeat = readHeartbeat(env, mistakes);
  const { headers, mistakes: wrongHeaders } = readFirstPartyHeaders(env);
  mistakes.push(...wrongHeaders);
  if (mistakes.length > 0) return { ok: false, help: false, mistakes };
  const waived = flags['no-account'] === true;
  return {
    ok: true,
    config: {
      flags,
      account: waived ? undefined : account,
      heartbeat,
      headers,
      secrets: secretsOf(env),
      names,
    },
  };
}

const isList = (known: readonly string[] | Known): known is readonly string[] => Array.isArray(known);

function readAccount(env: NodeJS.ProcessEnv, mistakes: string[]): Account | undefined {
  const email = env['SYNTHETIC_EMAIL'];
  const password = env['SYNTHETIC_PASSWORD'];
  if (email && password) return { email, password };
  if (email || password) mistakes.push('SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD go together: set both or neither');
  return undefined;
}

/** Otherwise an invalid address would be detected only at the first incident, and its notice would be lost. */
const noticeMistakes = (env: NodeJS.ProcessEnv): string[] => [
  ...openChannels(env, { print: () => {}, now: Date.now }).mistakes,
  ...readLinkBases(env, '').mistakes,
];

function readHeartbeat(env: NodeJS.ProcessEnv, mistakes: string[]): URL | undefined {
  const url = env['HEARTBEAT_URL']?.trim();
  if (!url) return undefined;
  const parsed = httpUrl.safeParse(url);
  // Not quoted: the path is a secret.
  if (!parsed.success) mistakes.push(`HEARTBEAT_URL: ${parsed.error.issues[0]?.message ?? 'not an http(s) address'}`);
  return parsed.data;
}

/** Prints --help (exit 0) or all errors (exit 4) and ends the command; nothing was sent. */
export function configOrExit(read: Read, command: string): Config {
  if (read.ok) return read.config;
  if (read.help) {
    process.stdout.write(isCommand(command) ? helpText(command) : '');
    process.exit(0);
  }
  const count = read.mistakes.length === 1 ? 'One mistake' : `${read.mistakes.length} mistakes`;
  console.error(`${command}: ${count} in flags or environment. Nothing was sent.`);
  for (const mistake of read.mistakes) console.error(wrap(`- ${mistake}`, 76).join('\n    ').replace(/^/, '  '));
  if (isCommand(command)) console.error(`  Flags: \`npm run ${command} -- --help\``);
  process.exit(USAGE_EXIT);
}

/** Reads argv and environment by the command's own entry in the table, or prints the errors and ends the command. */
export async function configOf(command: CommandName, known: Known = {}): Promise<Config> {
  const entry = commandOf(command);
  const all = { ...(await knownNames(command)), ...known };
  const argv = process.argv.slice(2);
  return configOrExit(readConfig(argv, process.env, entry.flags, entry.required, all, entry), command);
}

/** Loaded only for commands that take such names, because the checks' lists load the browser library. */
async function knownNames(command: CommandName): Promise<Known> {
  const { flags } = commandOf(command);
  const known: Known = {};
  if (flags.includes('only')) known.checks = (await import('../../checks/index.ts')).CHECKS.map(({ id }) => id);
  if (command === 'audit')
    known.checks = [...(known.checks ?? []), ...(await import('../../checks/audits/audit-budgets.ts')).CATEGORIES];
  if (flags.includes('fault')) {
    const { FAULTS, PRESETS } = await import('../../stand-in/faults.ts');
    // `none` is the site without a fault; a preset is a set of faults with its own oracle.
    const sets = command === 'prove' ? ['none', ...Object.keys(PRESETS)] : [];
    known.faults = [...FAULTS.map(({ id }) => id), ...sets];
  }
  return known;
}
