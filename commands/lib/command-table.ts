// Every command: what it does, its flags, and its old names. Parsing and --help both use this table.
import type { FlagName } from './flag-table.ts';

export type Command = {
  does: string;
  flags: readonly FlagName[];
  required?: readonly FlagName[];
  /** A flag that has an effect only with another one. */
  needs?: Partial<Record<FlagName, FlagName>>;
  /** Flags that exclude each other. */
  either?: readonly (readonly [FlagName, FlagName])[];
  /** The positional names after its flags, as --help shows them. */
  names?: string;
  /** Old names, which still work. */
  aliases?: readonly string[];
  /** An example command line. */
  example: string;
};

export const COMMANDS = {
  start: {
    does: 'The quick gate against the built-in stand-in. Run this first.',
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
    does: 'Runs the gate and writes the current failures to a file of known issues, for review and commit.',
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
    does: "Judges a run's results again, without requests to the site.",
    flags: ['run'],
    example: 'npm run verdict -- --run .results/latest',
  },
  monitor: {
    does: 'Probes at a steady rate, stores, judges and alerts: one tick of a schedule, or until stopped.',
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
    does: 'One load script, on k6 if it is installed, otherwise on the embedded engine.',
    flags: ['target', 'script', 'load-profile', 'engine', 'allow-load'],
    required: ['target'],
    example: 'npm run load -- --target https://your-site.example --script latency',
  },
  audit: {
    does: 'Lighthouse on one page or on all pages, in both form factors.',
    flags: ['target', 'runs', 'form-factor', 'page', 'only', 'history', 'no-account'],
    required: ['target'],
    example: 'npm run audit -- --target https://your-site.example --page / --runs 1',
  },
  'stand-in': {
    does: 'The built-in MySetlist without checks, until Ctrl-C.',
    flags: ['port', 'control-port', 'preset', 'markup', 'hydration', 'seed', 'fault', 'limiter', 'json', 'list-faults'],
    example: 'npm run stand-in -- --preset r1',
  },
  prove: {
    does: 'The fault matrix: each fault must turn red exactly the checks that declare it.',
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
      'at-once',
      'join',
      'out',
    ],
    needs: { seed: 'healthy' },
    either: [
      ...(['http', 'dialects', 'list', 'join'] as const).map((other) => ['at-once', other] as const),
      ...(['healthy', 'http', 'dialects', 'list', 'out', 'join'] as const).map((other) => ['shard', other] as const),
      ...(['healthy', 'http', 'dialects', 'list', 'profile', 'only', 'markup'] as const).map(
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
    does: 'Voting runs, some of them killed: afterwards all votes must be restored.',
    flags: ['runs', 'kills', 'seed'],
    aliases: ['kill-votes'],
    example: 'npm run prove:vote-cleanup -- --runs 20 --kills 5',
  },
  history: {
    does: 'Shows the content of the history; exports, prunes or checks it, or imports a finished run.',
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
    does: 'Lists the configured notice channels and their routes; --test sends a marked test through each.',
    flags: ['target', 'history', 'test-notice'],
    required: ['target'],
    names: 'CHANNEL ...',
    example: 'npm run notify -- --target https://your-site.example --test slack',
  },
  silence: {
    does: 'Stops notices for a time: starts, lists and ends silences; lists the committed maintenance windows.',
    flags: ['target', 'history', 'for', 'reason', 'by', 'topic', 'end', 'maintenance'],
    required: ['target'],
    needs: { for: 'reason', reason: 'by', topic: 'for', end: 'by' },
    either: [['for', 'end']],
    example: 'npm run silence -- --target https://your-site.example',
  },
  simulate: {
    does: 'Runs the alert rules and incidents on simulated outages: false pages, detection, flapping, random faults.',
    flags: ['seed', 'size'],
    example: 'npm run simulate',
  },
  mutate: {
    does: "Mutation testing: changes a room's files, one small mistake at a time; its tests must detect nine of ten.",
    flags: ['room', 'count', 'seed', 'out'],
    required: ['room'],
    example: 'npm run mutate -- --room alerts',
  },
  report: {
    does: 'Builds the status page from the history; with --allure the Allure report of a run.',
    flags: ['target', 'history', 'maintenance', 'out', 'allure', 'run'],
    needs: { run: 'allure' },
    example: 'npm run report -- --target https://your-site.example',
  },
  doctor: {
    does: 'Lists what is missing on this machine, and how to install it.',
    flags: [],
    example: 'npm run doctor',
  },
  generate: {
    does: 'Writes all generated files: published schemas, indexes, tables in docs/.',
    flags: ['check'],
    example: 'npm run generate',
  },
  bench: {
    does: 'Runs benchmarks one after the other, on an idle machine.',
    flags: [],
    names: 'NAME ...',
    example: 'npm run bench -- contracts',
  },
  test: {
    does: 'All tests of the suite itself: types, format, lint, tests; with --nightly the long tests.',
    flags: ['nightly'],
    example: 'npm test',
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;
export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);
export const commandOf = (name: CommandName): Command => COMMANDS[name];
