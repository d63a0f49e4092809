// The inputs of action.yml, read once: every mistake is reported together, before anything is installed or sent.
// GitHub hands every input over as text, `required` or not, so an empty one must be refused here.
import type { Kind } from './packages.ts';

export const USAGE_EXIT = 4;
export const COMMANDS = ['gate', 'monitor', 'load', 'audit', 'report', 'incidents', 'acknowledge'] as const;
export type Command = (typeof COMMANDS)[number];
export const PROFILES = ['quick', 'gate', 'nightly'] as const;
/** Stages that need no browser. */
export const HTTP_STAGES = ['front-door', 'contracts', 'security', 'load'] as const;

export type Plan = {
  command: Command;
  target: string;
  /** Flags of the command, without `--history`: the file's place is the same for all. */
  args: string[];
  /** Which packages are installed: `http` and `page` have neither browser nor Lighthouse. */
  kind: Kind;
  history: { kind: 'none' } | { kind: 'server'; url: string } | { kind: 'git'; ref: string };
  allowInconclusive: boolean;
  /** Minutes during which ticks follow each other; 0 for one tick. */
  loopMinutes: number;
  tickSeconds: number;
};
export type Inputs = Readonly<Record<string, string | undefined>>;
export type ReadInputs = { ok: true; plan: Plan } | { ok: false; mistakes: string[] };

export const HISTORY_REF = 'refs/synthetic/history';
/** Which command takes which of the optional inputs; one that is given and not taken is a mistake, never ignored. */
const TAKES: Readonly<Record<Command, readonly string[]>> = {
  gate: ['profile', 'expect-commit', 'deployment-url', 'only', 'no-account', 'allow-load', 'control'],
  monitor: ['for', 'minutes', 'control', 'journeys'],
  load: ['allow-load'],
  audit: ['only', 'no-account'],
  report: [],
  incidents: [],
  acknowledge: ['incident', 'by', 'note'],
};
const OPTIONAL = [...new Set(Object.values(TAKES).flat())];
const BOOLEANS = ['no-account', 'allow-load', 'allow-inconclusive'] as const;

const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);
const httpOrigin = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.origin : undefined;
};

export function readInputs(inputs: Inputs): ReadInputs {
  const mistakes: string[] = [];
  const value = (name: string): string => (inputs[name] ?? '').trim();
  const wrong = (name: string, wanted: string): void => {
    mistakes.push(value(name) === '' ? `${name} is empty: ${wanted}` : `${name} "${value(name)}": ${wanted}`);
  };

  const command = value('command');
  const known = isOneOf(COMMANDS, command);
  if (!known) wrong('command', `one of ${COMMANDS.join(', ')}`);
  if (httpOrigin(value('target')) === undefined)
    wrong('target', 'an http(s) address without a user name, such as https://mysetlist-sonnet.vercel.app');
  else if (!isAllowed(value('target'), value('allowed-targets')))
    mistakes.push(
      `target "${value('target')}" is not among allowed-targets (${value('allowed-targets')}): no account is typed into it`,
    );

  for (const name of BOOLEANS) if (!['', 'true', 'false'].includes(value(name))) wrong(name, 'true or false');
  const isOn = (name: string): boolean => value(name) === 'true';
  const given = (name: string): boolean => value(name) !== '' && value(name) !== 'false';
  if (known)
    for (const name of OPTIONAL)
      if (given(name) && !TAKES[command].includes(name))
        mistakes.push(`${name} is not an input of ${command}: leave it out`);
  if (value('profile') !== '' && !isOneOf(PROFILES, value('profile')))
    wrong('profile', `one of ${PROFILES.join(', ')}`);
  if (value('expect-commit') !== '' && !/^[0-9a-f]{7,40}$/i.test(value('expect-commit')))
    wrong('expect-commit', 'a commit id of 7 to 40 hex digits');
  if (value('deployment-url') !== '' && httpOrigin(value('deployment-url')) === undefined)
    wrong('deployment-url', 'an http(s) address without a user name');
  if (!['', 'smoke'].includes(value('journeys'))) wrong('journeys', 'smoke, or empty');
  if (value('control') !== '' && httpOrigin(value('control')) === undefined) wrong('control', 'an http(s) address');
  if (value('for') !== '' && !/^[1-9]\d*s$/.test(value('for'))) wrong('for', 'seconds, such as 270s');
  // 0 is one tick; GitHub ends a job after 360 minutes.
  if (!/^\d*$/.test(value('minutes')) || Number(value('minutes')) > 350) wrong('minutes', 'a whole number, 0 to 350');
  if (command === 'acknowledge')
    for (const name of ['incident', 'by'])
      if (!/^\S/.test(value(name)) || /[\r\n]/.test(value(name))) wrong(name, 'one line of text');

  const history = historyOf(value('history'), value('history-ref') || HISTORY_REF);
  if (history === undefined) wrong('history', 'none, git, or the address of a libsql server');
  else if (history.kind === 'git' && !/^refs\/[\w.-]+(\/[\w.-]+)+$/.test(history.ref))
    mistakes.push(`history-ref "${history.ref}": a full ref, such as ${HISTORY_REF} or refs/heads/synthetic-history`);
  if (history?.kind === 'none' && (command === 'acknowledge' || command === 'incidents' || command === 'report'))
    mistakes.push(`${command} needs a history: git, or the address of a libsql server`);
  if (mistakes.length > 0 || !known || history === undefined) return { ok: false, mistakes };

  const only = value('only')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const args = ['--target', value('target')];
  for (const name of ['profile', 'expect-commit', 'deployment-url', 'control', 'journeys', 'incident', 'by', 'note'])
    if (value(name) !== '') args.push(`--${name === 'incident' ? 'acknowledge' : name}`, value(name));
  if (only.length > 0) args.push('--only', only.join(','));
  for (const name of ['no-account', 'allow-load']) if (isOn(name)) args.push(`--${name}`);
  const isHttpGate = command === 'gate' && only.length > 0 && only.every((name) => isOneOf(HTTP_STAGES, name));
  const hasBrowser = (command === 'gate' && !isHttpGate) || command === 'audit' || value('journeys') !== '';
  const kind: Kind = hasBrowser ? 'browser' : command === 'report' ? 'page' : 'http';
  return {
    ok: true,
    plan: {
      command,
      target: value('target'),
      args,
      kind,
      history,
      allowInconclusive: isOn('allow-inconclusive'),
      loopMinutes: Number(value('minutes') || '0'),
      tickSeconds: Number.parseInt(value('for') || '270', 10),
    },
  };
}

function historyOf(text: string, ref: string): Plan['history'] | undefined {
  if (text === '' || text === 'none') return { kind: 'none' };
  if (text === 'git') return { kind: 'git', ref };
  return /^(libsql|https?|wss?):\/\/[^@\s]+$/.test(text) && URL.canParse(text)
    ? { kind: 'server', url: text }
    : undefined;
}

/**
 * Whether an account may be typed into `target`: its origin is on the list (commas or spaces between; `*` stands for one part of
 * a host name, as in `https://mysetlist-*.vercel.app`). An empty list allows all: it is the workflow that decides to have one.
 */
export function isAllowed(target: string, list: string): boolean {
  const entries = list.split(/[\s,]+/).filter(Boolean);
  if (entries.length === 0) return true;
  const origin = httpOrigin(target);
  if (origin === undefined) return false;
  return entries.some((entry) => {
    const pattern = entry
      .replace(/\/+$/, '')
      .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[a-z0-9-]+');
    return new RegExp(`^${pattern}$`, 'i').test(origin);
  });
}
