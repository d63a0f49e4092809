// Every command: what it does, the flags it reads, and its old names. Reading the flags and --help are both made from this table.
import type { FlagName } from './flag-table.ts';

export type Command = {
  does: string;
  flags: readonly FlagName[];
  required?: readonly FlagName[];
  /** A flag that means nothing without another one. */
  needs?: Partial<Record<FlagName, FlagName>>;
  /** Flags that exclude each other. */
  either?: readonly (readonly [FlagName, FlagName])[];
  /** The names it takes beside its flags, as --help shows them. */
  names?: string;
  /** Old names, which keep working. */
  aliases?: readonly string[];
  /** The command line that a person would try first. */
  example: string;
};

export const COMMANDS = {
  start: {
    does: 'The quick gate against the built-in stand-in: the first thing to run.',
    flags: ['profile', 'only', 'fault', 'limiter', 'known-issues'],
    example: 'npm start',
  },
  gate: {
    does: 'The verdict on a deployment: KPIs, contracts, security, journeys, audits, load.',
    flags: [
      'target',
      'profile',
      'only',
      'expect-commit',
      'deployment-url',
      'allow-load',
      'no-account',
      'control',
      'known-issues',
    ],
    required: ['target'],
    example: 'npm run gate -- --target https://your-site.example',
  },
  baseline: {
    does: 'Runs the gate and writes what fails now to a file of known issues, to be read and committed.',
    flags: ['target', 'profile', 'only', 'allow-load', 'no-account', 'control', 'owner', 'days', 'out', 'run'],
    required: ['target'],
    either: [
      ['run', 'profile'],
      ['run', 'only'],
      ['run', 'control'],
      ['run', 'allow-load'],
      ['run', 'no-account'],
    ],
    example: 'npm run baseline -- --target https://your-site.example --owner "web team"',
  },
  verdict: {
    does: "Judges a run's results again, without asking the site.",
    flags: ['run'],
    example: 'npm run verdict -- --run .results/latest',
  },
  monitor: {
    does: 'Probes at a steady rate, stores, judges while it watches, alerts: one tick of a schedule, or until stopped.',
    flags: [
      'target',
      'for',
      'watch',
      'journeys',
      'journeys-every',
      'history',
      'controls',
      'maintenance',
      'metrics-port',
      'metrics-file',
    ],
    required: ['target'],
    needs: { 'journeys-every': 'journeys' },
    either: [['for', 'watch']],
    example: 'npm run monitor -- --target https://your-site.example --for 270s',
  },
  load: {
    does: 'One load script, on k6 where it is installed, otherwise on the embedded engine.',
    flags: ['target', 'script', 'load-profile', 'engine', 'allow-load'],
    required: ['target'],
    example: 'npm run load -- --target https://your-site.example --script latency',
  },
  audit: {
    does: 'Lighthouse on one page or on all of them, in both form factors.',
    flags: ['target', 'runs', 'form-factor', 'page', 'only', 'history', 'no-account'],
    required: ['target'],
    example: 'npm run audit -- --target https://your-site.example --page / --runs 1',
  },
  'stand-in': {
    does: 'The built-in MySetlist alone, until Ctrl-C.',
    flags: ['port', 'control-port', 'preset', 'markup', 'hydration', 'seed', 'fault', 'limiter', 'json', 'list-faults'],
    example: 'npm run stand-in -- --preset r1',
  },
  prove: {
    does: 'The fault matrix: each fault must redden exactly the checks that declare it.',
    flags: [
      'fault',
      'profile',
      'only',
      'markup',
      'dialects',
      'list',
      'http',
      'healthy',
      'seed',
      'shard',
      'join',
      'out',
    ],
    needs: { seed: 'healthy' },
    either: [
      ...(['healthy', 'http', 'dialects', 'list', 'out', 'join'] as const).map((other) => ['shard', other] as const),
      ...(['healthy', 'http', 'dialects', 'list', 'out', 'profile', 'only', 'markup'] as const).map(
        (other) => ['join', other] as const,
      ),
      ['healthy', 'http'],
      ['out', 'fault'],
      ['out', 'dialects'],
      ['out', 'list'],
      ['healthy', 'fault'],
      ['healthy', 'dialects'],
      ['healthy', 'list'],
      ['http', 'dialects'],
      ['http', 'list'],
      ['http', 'only'],
      ['http', 'profile'],
      ['dialects', 'markup'],
      ['dialects', 'list'],
    ],
    example: 'npm run prove -- --fault search-500',
  },
  'prove:vote-cleanup': {
    does: 'Voting runs, some of them killed: all votes must be as they were before.',
    flags: ['runs', 'kills', 'seed'],
    aliases: ['kill-votes'],
    example: 'npm run prove:vote-cleanup -- --runs 20 --kills 5',
  },
  history: {
    does: 'What the history holds; exports, prunes or checks it, or puts a finished run into it.',
    flags: ['target', 'history', 'export', 'prune', 'check-history', 'ingest', 'out'],
    required: ['target'],
    needs: { out: 'export' },
    either: [
      ['export', 'prune'],
      ['export', 'check-history'],
      ['prune', 'check-history'],
      ['ingest', 'export'],
      ['ingest', 'prune'],
      ['ingest', 'check-history'],
    ],
    example: 'npm run history -- --target https://your-site.example --check',
  },
  incidents: {
    does: 'Open incidents, since when, and who works on them; acknowledge, note, resolve, draft a post-mortem.',
    flags: ['target', 'history', 'incident', 'acknowledge', 'note', 'step', 'resolve', 'post-mortem', 'by', 'out'],
    required: ['target'],
    needs: {
      acknowledge: 'by',
      note: 'by',
      step: 'note',
      resolve: 'by',
      'post-mortem': 'by',
      out: 'post-mortem',
    },
    either: [
      ['acknowledge', 'resolve'],
      ['acknowledge', 'post-mortem'],
      ['resolve', 'post-mortem'],
      ['incident', 'acknowledge'],
      ['incident', 'resolve'],
      ['incident', 'post-mortem'],
    ],
    example: 'npm run incidents -- --target https://your-site.example',
  },
  notify: {
    does: 'Which channels are set up for notices, and who hears of what; --test sends each of them a marked test.',
    flags: ['target', 'history', 'test-notice'],
    required: ['target'],
    names: 'CHANNEL ...',
    example: 'npm run notify -- --target https://your-site.example --test slack',
  },
  silence: {
    does: 'Stops notices for a while: starts, lists and ends silences; lists the committed maintenance windows.',
    flags: ['target', 'history', 'for', 'reason', 'by', 'topic', 'end', 'maintenance'],
    required: ['target'],
    needs: { for: 'reason', reason: 'by', topic: 'for', end: 'by' },
    either: [['for', 'end']],
    example: 'npm run silence -- --target https://your-site.example',
  },
  simulate: {
    does: 'The shipped alert rules and incidents on simulated outages: false pages, detection, flapping, random faults.',
    flags: ['seed', 'size'],
    example: 'npm run simulate',
  },
  mutate: {
    does: "Puts small mistakes into a room's files, one at a time: its tests must notice nine of ten.",
    flags: ['room', 'count', 'seed', 'out'],
    required: ['room'],
    example: 'npm run mutate -- --room alerts',
  },
  report: {
    does: 'The status page from the history; with --allure the Allure report of a run.',
    flags: ['target', 'history', 'maintenance', 'out', 'allure', 'run'],
    needs: { run: 'allure' },
    example: 'npm run report -- --target https://your-site.example',
  },
  doctor: { does: 'What this machine lacks, and how to get it.', flags: [], example: 'npm run doctor' },
  generate: {
    does: 'Writes what is made from the code: published schemas, indexes, docs/environment.md.',
    flags: ['check'],
    example: 'npm run generate',
  },
  bench: {
    does: 'Benchmarks, one after the other, on a machine that does nothing else.',
    flags: [],
    names: 'NAME ...',
    example: 'npm run bench -- contracts',
  },
  test: {
    does: 'Everything that proves the suite itself: types, format, lint, tests; with --nightly the long tests.',
    flags: ['nightly'],
    example: 'npm test',
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;
export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);
export const commandOf = (name: CommandName): Command => COMMANDS[name];
