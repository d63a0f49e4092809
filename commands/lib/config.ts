// The configuration: flags and environment, read and validated once, every mistake reported together, before the first request.
import type { Account } from '../../common/account.ts';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { STAGES } from '../../kpis.ts';
import { PROFILES } from '../../reports/result.ts';

export const USAGE_EXIT = 4;

/** `800`, `270s`, `5m` -> milliseconds. */
const duration = z
  .string()
  .regex(/^\d+(ms|s|m)$/, 'a time such as 270s, 5m or 800ms')
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('ms') ? 1 : text.endsWith('m') ? 60_000 : 1_000));
const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'an http(s) address such as https://example.test',
  )
  .refine(
    (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
    'an address without a user name or password',
  )
  .transform((text) => new URL(text));
const whole = z.string().regex(/^\d+$/, 'a whole number').transform(Number);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const flag = z.boolean();

const FLAGS = {
  target: httpUrl,
  profile: z.enum(PROFILES),
  only: list,
  'expect-commit': z.string().regex(/^[0-9a-f]{7,40}$/i, 'a commit id, 7 to 40 hex digits'),
  'allow-load': flag,
  'no-account': flag,
  control: httpUrl,
  for: duration,
  history: z.string().min(1),
  acknowledge: z.string().min(1),
  by: z.string().trim().min(1, 'a name'),
  script: z.string().regex(/^[a-z-]+$/, 'the name of a script in load/scripts'),
  engine: z.enum(['auto', 'k6', 'embedded']),
  'load-profile': z.enum(['smoke', 'normal', 'peak']),
  runs: whole,
  kills: whole,
  seed: whole,
  'form-factor': z.enum(['mobile', 'desktop']),
  page: z.string().startsWith('/', 'a path that begins with /'),
  run: z.string().min(1),
  fault: list,
  limiter: z.enum(['open', 'enforced']),
  allure: flag,
  out: z.string().min(1),
} as const;
export type FlagName = keyof typeof FLAGS;
export type Flags = { [K in FlagName]?: z.output<(typeof FLAGS)[K]> };

/** Environment variables that stand in for a flag. */
const FROM_ENVIRONMENT: Partial<Record<FlagName, string>> = { target: 'TARGET_URL', control: 'CONTROL_URL' };

/** Where incidents are told; both parts are secrets. */
export type Webhook = { url: string; token?: string };
export type Config = { flags: Flags; account: Account | undefined; webhook: Webhook | undefined };
export type Read = { ok: true; config: Config } | { ok: false; mistakes: string[] };

/** Reads `argv` (without node and script) and `env`; `allowed` are the command's flags, `required` those it cannot do without. */
export function readConfig(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  allowed: readonly FlagName[],
  required: readonly FlagName[] = [],
  knownChecks: readonly string[] = [],
): Read {
  const mistakes: string[] = [];
  const raw: Partial<Record<FlagName, string | boolean>> = {};
  const options = Object.fromEntries(
    allowed.map((name) => [name, { type: FLAGS[name] === flag ? ('boolean' as const) : ('string' as const) }]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true, allowPositionals: true });
  for (const token of tokens) {
    if (token.kind === 'positional')
      mistakes.push(`"${token.value}" is not a flag; flags: ${allowed.map((n) => `--${n}`).join(' ')}`);
    if (token.kind !== 'option') continue;
    const name = allowed.find((candidate) => candidate === token.name);
    if (name === undefined)
      mistakes.push(`unknown flag ${token.rawName}; flags: ${allowed.map((n) => `--${n}`).join(' ')}`);
    else if (FLAGS[name] === flag) raw[name] = true;
    else if (token.value === undefined || (token.value.startsWith('--') && !token.inlineValue))
      mistakes.push(`--${name} needs a value`);
    else raw[name] = token.value;
  }
  for (const name of allowed) {
    const variable = FROM_ENVIRONMENT[name];
    if (variable !== undefined && raw[name] === undefined && env[variable]) raw[name] = env[variable];
  }
  const flags: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const parsed = FLAGS[name as FlagName].safeParse(value);
    if (parsed.success) flags[name] = parsed.data;
    else
      mistakes.push(
        `--${name} ${JSON.stringify(value)}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`,
      );
  }
  for (const name of required) {
    if (raw[name] === undefined && !mistakes.some((m) => m.startsWith(`--${name}`))) {
      mistakes.push(`--${name} is missing${FROM_ENVIRONMENT[name] ? ` (or set ${FROM_ENVIRONMENT[name]})` : ''}`);
    }
  }
  mistakes.push(...unknownStages((flags as Flags).only ?? [], knownChecks));
  const account = readAccount(env, mistakes);
  const webhook = readWebhook(env, mistakes);
  if (mistakes.length > 0) return { ok: false, mistakes };
  return { ok: true, config: { flags: flags as Flags, account, webhook } };
}

function unknownStages(only: readonly string[], knownChecks: readonly string[]): string[] {
  const known = new Set<string>([...STAGES, ...knownChecks]);
  return only
    .filter((name) => !known.has(name))
    .map((name) => `--only ${name}: neither a stage (${STAGES.join(', ')}) nor a check id`);
}

function readAccount(env: NodeJS.ProcessEnv, mistakes: string[]): Account | undefined {
  const email = env['SYNTHETIC_EMAIL'];
  const password = env['SYNTHETIC_PASSWORD'];
  if (email && password) return { email, password };
  if (email || password) mistakes.push('SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD go together: set both or neither');
  return undefined;
}

/** An address that nothing can be sent to would otherwise show at the first incident, and nobody would be told of it. */
function readWebhook(env: NodeJS.ProcessEnv, mistakes: string[]): Webhook | undefined {
  const url = env['ALERT_WEBHOOK_URL'];
  const token = env['ALERT_WEBHOOK_TOKEN'];
  if (!url) return undefined;
  // Not quoted: the path of a webhook is its password.
  if (!httpUrl.safeParse(url).success) mistakes.push('ALERT_WEBHOOK_URL is not an http(s) address');
  return { url, ...(token ? { token } : {}) };
}

/** Prints every mistake and ends the command; nothing was sent. */
export function configOrExit(read: Read, command: string): Config {
  if (read.ok) return read.config;
  console.error(
    `${command}: nothing was sent, ${read.mistakes.length === 1 ? 'one mistake' : `${read.mistakes.length} mistakes`} in flags or environment:`,
  );
  for (const mistake of read.mistakes) console.error(`  - ${mistake}`);
  process.exit(USAGE_EXIT);
}
