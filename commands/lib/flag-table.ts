// Every flag of every command, once: its value, its parser, and its help text.
import { z } from 'zod';
import { PROFILES } from '../../reports/result.ts';
import { duration, flag, httpUrl, httpUrls, list, oneOf, share, siteUrl, text, whole } from './flag-kinds.ts';

export type Flag = {
  /** Placeholder of its value in --help; none for a flag without a value. */
  value?: string;
  help: string;
  type: z.ZodType;
  /** The environment variable that replaces it. */
  variable?: string;
  /** Its name on the command line, if different. */
  shown?: string;
};

export const FLAGS = {
  target: { value: 'URL', help: 'the site to check, without a path', type: siteUrl, variable: 'TARGET_URL' },
  profile: { value: PROFILES.join('|'), help: 'how much is checked', type: oneOf(PROFILES) },
  only: { value: 'NAME,...', help: 'only these stages or check ids', type: list },
  'expect-commit': {
    value: 'SHA',
    help: 'wait up to 180 s for this commit to be live',
    type: z.string().regex(/^[0-9a-f]{7,40}$/i, 'expected a commit id of 7 to 40 hex digits'),
  },
  'deployment-url': {
    value: 'URL',
    help: "the deployment's own address, where --target is an alias: a rollback names it",
    type: siteUrl,
    variable: 'DEPLOYMENT_URL',
  },
  'allow-load': { help: "allow more than half of the site's own rate limit", type: flag },
  'no-account': { help: 'waive the checks that need an account', type: flag },
  control: {
    value: 'URL',
    help: 'a control address that shows whether our own network works',
    type: httpUrl,
    variable: 'CONTROL_URL',
  },
  controls: {
    value: 'URL[,URL]',
    help: 'one or two control addresses that show whether our own network works',
    type: httpUrls,
    variable: 'CONTROL_URL',
    shown: 'control',
  },
  'known-issues': { value: 'FILE', help: 'known issues to accept until they expire', type: text },
  owner: { value: 'NAME', help: 'who fixes the new known issues', type: text },
  days: { value: 'N', help: 'days until new known issues expire, at most 30', type: whole(1, 30) },
  for: { value: 'TIME', help: 'how long to probe, such as 270s', type: duration },
  watch: { help: 'probe until it is stopped', type: flag },
  journeys: {
    value: 'smoke',
    help: 'also run sign-in, search, vote and front page in a browser',
    type: oneOf(['smoke']),
  },
  'journeys-every': { value: 'TIME', help: 'how often the journeys run (default: 15m)', type: duration },
  'metrics-port': {
    value: 'N',
    help: 'serve /metrics (Prometheus) on this port under --watch',
    type: whole(0, 65_535),
    variable: 'METRICS_PORT',
  },
  'metrics-file': {
    value: 'FILE',
    help: "write the metrics of each tick there, such as for node_exporter's textfile collector",
    type: text,
  },
  history: {
    value: 'FILE-or-URL',
    help: 'the history to use',
    type: text,
    variable: 'HISTORY_URL',
  },
  acknowledge: { value: 'ID', help: 'acknowledge this incident', type: text },
  by: { value: 'NAME', help: 'who works on it', type: text },
  note: { value: 'TEXT', help: 'what is known or was done, for the timeline of --incident', type: text },
  incident: { value: 'ID', help: 'the incident to show, with its timeline and clocks', type: text },
  step: { value: 'assessed|mitigated', help: 'the step that the note ends', type: oneOf(['assessed', 'mitigated']) },
  resolve: { value: 'ID', help: 'end this incident by hand', type: text },
  'post-mortem': { value: 'ID', help: 'write a draft of the post-mortem, in Markdown', type: text },
  maintenance: { value: 'FILE', help: 'maintenance windows (default: monitoring/maintenance.json)', type: text },
  'test-notice': {
    help: 'send a marked test through the named channels, or through all configured ones',
    type: flag,
    shown: 'test',
  },
  reason: { value: 'TEXT', help: 'the reason of the silence', type: text },
  topic: { value: 'TOPIC', help: 'only this topic, such as voting', type: text },
  end: { value: 'ID', help: 'end this silence now', type: text },
  script: {
    value: 'NAME-or-FILE',
    help: 'the load script: a name in load/scripts, or your own k6 script',
    type: text,
  },
  engine: { value: 'auto|k6|embedded', help: 'the load engine', type: oneOf(['auto', 'k6', 'embedded']) },
  'load-profile': {
    value: 'smoke|normal|peak',
    help: 'how much load is sent',
    type: oneOf(['smoke', 'normal', 'peak']),
    shown: 'profile',
  },
  runs: { value: 'N', help: 'how many runs', type: whole(1, 10_000) },
  kills: { value: 'N', help: 'how many of the runs are killed', type: whole(0, 10_000) },
  seed: { value: 'N', help: 'seed of the random choices', type: whole(0, 2 ** 32 - 1) },
  room: { value: 'NAME', help: 'the room to change', type: text },
  count: { value: 'N', help: 'how many of the mutants are tried', type: whole(1, 100_000) },
  size: {
    value: 'normal|nightly',
    help: 'how much is simulated (default: normal)',
    type: oneOf(['normal', 'nightly']),
  },
  'form-factor': { value: 'mobile|desktop', help: 'only this form factor', type: oneOf(['mobile', 'desktop']) },
  page: {
    value: '/PATH',
    help: 'only this page of the site',
    type: z.string().regex(/^\/(?!\/)/, 'expected a path of the site that begins with one /'),
  },
  run: { value: 'DIR', help: "a run's folder (default: the newest)", type: text },
  fault: { value: 'ID,...', help: 'faults of the stand-in to switch on', type: list },
  limiter: { value: 'open|enforced', help: "the stand-in's rate limiter", type: oneOf(['open', 'enforced']) },
  healthy: {
    value: 'N',
    help: 'N runs on a healthy site with normal variation: none may breach. Over HTTP; with --only or --profile whole runs. Continues an interrupted command',
    type: whole(1, 100_000),
  },
  http: { help: 'only the checks over HTTP, all faults in one process', type: flag },
  shard: { value: 'I/N', help: 'only part I of N of the faults; all parts take about the same time', type: share },
  'at-once': {
    value: 'N',
    help: 'N runs at the same time (default: 2; with --healthy over HTTP 6, of whole runs 1); Lighthouse and load runs of a fault are always alone',
    type: whole(1, 16),
  },
  join: { value: 'FILE,...', help: 'join the proof.json files of several shards; runs nothing', type: list },
  dialects: { help: 'compare the verdicts in both markup dialects of the stand-in', type: flag },
  list: { help: 'print which checks must notice which fault, and run nothing', type: flag },
  nightly: { help: 'the long tests that are not part of CI', type: flag },
  check: { help: 'change nothing; exit code 1 if a file is out of date', type: flag },
  export: { help: 'write all rows of this site as JSON lines, to --out or to stdout', type: flag },
  prune: { help: 'delete expired rows (retention: judging.ts)', type: flag },
  ingest: {
    value: 'DIR',
    help: "import a finished run's folder into the history; a second import changes nothing",
    type: text,
  },
  'check-history': { help: 'check the pages of the database and its rollups', type: flag, shown: 'check' },
  allure: { help: 'make the Allure report of a run', type: flag },
  out: { value: 'PATH', help: 'where to write', type: text },
  port: { value: 'N', help: 'port to listen on (default: a free one)', type: whole(0, 65_535) },
  'control-port': { value: 'N', help: 'port of the control address', type: whole(0, 65_535) },
  preset: { value: 'healthy|r1|r2', help: 'a set of faults', type: oneOf(['healthy', 'r1', 'r2']) },
  markup: { value: 'plain|react', help: 'the dialect of the markup', type: oneOf(['plain', 'react']) },
  hydration: {
    value: 'MS|FROM-TO',
    help: 'hydration delay of a page of the react dialect (default: 300-2000)',
    type: z.string().regex(/^\d{1,5}(-\d{1,5})?$/, 'expected milliseconds, or a range such as 300-2000'),
  },
  json: { help: 'print the addresses and the account as JSON', type: flag },
  'list-faults': { help: 'print all faults as JSON and end', type: flag },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;
export type Flags = { [K in FlagName]?: z.output<(typeof FLAGS)[K]['type']> };

export const flagOf = (name: FlagName): Flag => FLAGS[name];
export const isSwitch = (name: FlagName): boolean => flagOf(name).value === undefined;
/** The flag as typed: `--profile`. */
export const typed = (name: FlagName): string => `--${flagOf(name).shown ?? name}`;
