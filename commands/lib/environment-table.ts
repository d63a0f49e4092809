// Every environment variable of this repository, once. Source of docs/environment.md (`npm run generate`).
import { isSecretName } from '../../common/secrets.ts';
import { CHANNEL_VARIABLES } from '../../monitoring/notify/channel-registry.ts';
import { COMMANDS, commandOf, type CommandName } from './command-table.ts';

export type Variable = {
  help: string;
  /** The commands that read it, `all`, or `playwright` for `npx playwright test`. */
  readBy: readonly (CommandName | 'all' | 'playwright' | 'benchmarks')[];
  /** Set by the suite for its child processes; not for users. */
  internal?: true;
};

const RUNS = ['gate', 'baseline', 'start', 'playwright'] as const;

/** Of the channels: monitoring/notify/channels, each names its own. */
const channels = Object.fromEntries(
  Object.entries(CHANNEL_VARIABLES).map(([name, help]): [string, Variable] => [
    name,
    { help, readBy: ['monitor', 'notify'] },
  ]),
);

export const ENVIRONMENT: Readonly<Record<string, Variable>> = {
  TARGET_URL: {
    help: 'The site to check, in place of `--target`. Without it `npx playwright test` starts the stand-in.',
    readBy: ['gate', 'baseline', 'monitor', 'load', 'audit', 'incidents', 'silence', 'history', 'report', 'playwright'],
  },
  DEPLOYMENT_URL: {
    help: "The deployment's own address, if the target is an alias of it, in place of --deployment-url: stored in the history and named for a rollback.",
    readBy: ['gate'],
  },
  CONTROL_URL: {
    help: 'A control address that shows whether our own network works, in place of `--control`; for the monitor one or two, separated by a comma.',
    readBy: ['gate', 'baseline', 'monitor'],
  },
  SYNTHETIC_EMAIL: {
    help: 'The account that the journeys sign in with. Its votes are restored.',
    readBy: ['gate', 'baseline', 'monitor', 'load', 'audit', 'doctor', 'playwright'],
  },
  SYNTHETIC_PASSWORD: {
    help: 'Its password. Set both or neither.',
    readBy: ['gate', 'baseline', 'monitor', 'load', 'audit', 'doctor', 'playwright'],
  },
  SYNTHETIC_SHOW: { help: 'The id of the show to vote on, if the first open one is not suitable.', readBy: RUNS },
  VERCEL_AUTOMATION_BYPASS_SECRET: {
    help: "Vercel's own name: our requests bypass the deployment protection. Sent to the site only.",
    readBy: ['gate', 'baseline', 'monitor', 'load', 'audit', 'playwright'],
  },
  EXTRA_HEADERS: {
    help: 'Headers for every request to the site, one `Name: value` per line. Sent to the site only.',
    readBy: ['gate', 'baseline', 'monitor', 'load', 'audit', 'playwright'],
  },
  ...channels,
  STATUS_PAGE_URL: {
    help: 'Address of the published status page: notices link to its incident pages.',
    readBy: ['monitor', 'notify', 'report'],
  },
  RUNBOOK_URL: {
    help: 'Address of the runbook as a page, such as docs/runbook.md on GitHub: notices, incident pages and the Allure report link to its sections.',
    readBy: ['gate', 'monitor', 'notify', 'report', 'start', 'verdict', 'playwright'],
  },
  ACKNOWLEDGE_URL: {
    help: 'A page where incidents are acknowledged. Default on GitHub: the workflow `acknowledge` of the repository.',
    readBy: ['monitor', 'notify'],
  },
  ADMIN_TOKEN: {
    help: "The runbook's token: with it an acknowledgement is also sent to the site's `POST /api/admin/incidents`.",
    readBy: ['incidents'],
  },
  METRICS_PORT: {
    help: 'The port of `/metrics` (Prometheus) under `--watch`, in place of `--metrics-port`.',
    readBy: ['monitor'],
  },
  METRICS_HOST: { help: 'The address that it listens on. Default: 127.0.0.1.', readBy: ['monitor'] },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    help: "OpenTelemetry's own name: metrics of the monitor are sent there over OTLP/HTTP. The other `OTEL_EXPORTER_OTLP_*` variables apply, too.",
    readBy: ['monitor'],
  },
  HEARTBEAT_URL: {
    help: 'A dead-man service. It gets a request (GET) after every tick that measured and stored, with any verdict.',
    readBy: ['monitor'],
  },
  HISTORY_URL: {
    help: 'The history: a file or a libsql server. Default: a file below `.results/private`.',
    readBy: ['gate', 'baseline', 'audit', 'monitor', 'incidents', 'silence', 'history', 'report'],
  },
  HISTORY_TOKEN: {
    help: 'The token of the libsql server.',
    readBy: ['gate', 'baseline', 'audit', 'monitor', 'incidents', 'silence', 'history', 'report'],
  },
  HTTP_PROXY: {
    help: 'The proxy for http addresses, also in lower case. The embedded load engine does not support proxies.',
    readBy: ['all'],
  },
  HTTPS_PROXY: { help: 'The proxy for https addresses.', readBy: ['all'] },
  NO_PROXY: { help: 'Hosts without a proxy, separated by commas. Loopback addresses never use one.', readBy: ['all'] },
  BROWSER_PATH: { help: "The browser to use. Default: Playwright's, otherwise the system's.", readBy: ['all'] },
  BROWSER_NO_SANDBOX: {
    help: '`1` starts Chrome with `--no-sandbox`, for machines where an ordinary user has no sandbox.',
    readBy: ['gate', 'baseline', 'start', 'audit', 'playwright'],
  },
  RESULTS_ROOT: { help: 'The folder for all written files. Default: `.results`.', readBy: ['all'] },
  RESULTS_DIR: {
    help: 'The folder for all files of one run of `npx playwright test`. Default: a new one in `RESULTS_ROOT`.',
    readBy: ['playwright'],
  },
  ALL_CHECKS: { help: '`1` runs all browser checks, not only those of the gate.', readBy: ['playwright'] },
  EXPECT_TIMEOUT_MS: {
    help: 'Deadline of an expectation or an action in a browser check, ms; a navigation gets twice as long, and a page must react within 0.8 of it. Default: 5000.',
    readBy: RUNS,
  },
  CONFIRM_FAILURES: {
    help: '`0`: a browser check fails after one run. Otherwise it runs again; if the second run passes, that is a warning.',
    readBy: RUNS,
  },
  CHECKS_FAILED_SO_FAR: {
    help: 'Number of failed browser checks in this run.',
    readBy: ['playwright'],
    internal: true,
  },
  REDACT: { help: '`off` disables redaction in the files of a run: only for tests of redaction.', readBy: RUNS },
  DIAGNOSTICS: {
    help: '`off` runs the browser checks without traces, to measure their cost.',
    readBy: ['playwright'],
  },
  NO_COLOR: { help: 'Set to anything: no colours (https://no-color.org).', readBy: [...RUNS, 'verdict'] },
  COLUMNS: { help: 'Width at which lines are folded also in a pipe. On a terminal: 80.', readBy: ['all'] },
  FORCE_COLOR: { help: '`1`: colours also in a pipe; `0`: none.', readBy: [...RUNS, 'verdict'] },
  GITHUB_ACTIONS: {
    help: '`true` adds annotations to the output. Set by GitHub.',
    readBy: ['gate', 'baseline', 'start', 'playwright'],
  },
  GITHUB_STEP_SUMMARY: {
    help: 'The file for the step summary. Set by GitHub.',
    readBy: ['gate', 'baseline', 'start', 'monitor', 'notify', 'playwright'],
  },
  GITHUB_REPOSITORY: {
    help: 'Set by GitHub: notices link to the run and to the workflow `acknowledge`.',
    readBy: ['monitor', 'notify'],
  },
  GITHUB_SERVER_URL: { help: 'Set by GitHub, for the same links.', readBy: ['monitor', 'notify'] },
  GITHUB_RUN_ID: { help: 'Set by GitHub, for the same links.', readBy: ['monitor', 'notify'] },
  CI_JOB_URL: { help: 'Set by GitLab: notices link to the job.', readBy: ['monitor', 'notify'] },
  CI: { help: 'Set by CI systems: no `test.only`, shorter output.', readBy: ['playwright'] },
  PWDEBUG: { help: "Playwright's own: opens its inspector.", readBy: ['playwright'] },
  PLAYWRIGHT_HTML_OUTPUT_DIR: { help: "Playwright's own. Default: below the run's folder.", readBy: ['playwright'] },
  PLAYWRIGHT_LAST_RUN_OUTPUT_FILE: {
    help: "Playwright's own, for --last-failed. Default: one file for all runs by hand, in the folder .results/private.",
    readBy: ['playwright'],
  },
  PLAYWRIGHT_BLOB_OUTPUT_DIR: { help: "Playwright's own. Default: below the run's folder.", readBy: ['playwright'] },
  PW_TEST_REPORTER: {
    help: "Playwright's own: a reporter in addition to those of the command line. Set so that each run ends in a verdict.",
    readBy: ['playwright'],
    internal: true,
  },
  MONITOR_MINUTES: { help: 'Duration of the benchmark `monitor`. Default: 3.', readBy: ['benchmarks'] },
  LHCI_FOLDER: {
    help: 'The folder of Lighthouse CI, for the benchmark that compares with it.',
    readBy: ['benchmarks'],
  },
  RESULTS_FILE: {
    help: 'The file for the records of browser checks.',
    readBy: ['playwright'],
    internal: true,
  },
  RECORD_ONLY: {
    help: 'Ids of the checks whose records are written, separated by commas.',
    readBy: ['playwright'],
    internal: true,
  },
  NO_ACCOUNT: { help: '`1`: checks that need an account are waived, as by --no-account.', readBy: ['playwright'] },
  STAND_IN_MARKUP: {
    help: 'The dialect of a stand-in started without `--markup`: `plain` or `react`.',
    readBy: ['start', 'stand-in', 'prove', 'playwright'],
  },
  STAND_IN_HYDRATION_MS: {
    help: 'Hydration delay of a page of the react dialect, in milliseconds, or a range: `300-2000`.',
    readBy: ['start', 'stand-in', 'prove', 'playwright'],
  },
  STAND_IN_SEED: {
    help: 'Seed of the delays in that range.',
    readBy: ['start', 'stand-in', 'prove', 'playwright'],
  },
  STAND_IN_ORDINARY_LIFE: {
    help: '`1`: a stand-in with ordinary life: its answers take longer or shorter, a few wait, and 1 in 2,000 is a 500.',
    readBy: ['start', 'stand-in', 'prove', 'playwright'],
  },
  STAND_IN: { help: '`1`: the target is the stand-in of this run.', readBy: ['playwright'], internal: true },
  TEST_WORKER_INDEX: { help: "Playwright's own, in its workers.", readBy: ['playwright'], internal: true },
  AUDIT_JOB: { help: 'The job of the audits process, as JSON.', readBy: ['gate', 'audit'], internal: true },
  MYSETLIST_RUN_ID: {
    help: 'Marks every process of a run, to find leftover processes.',
    readBy: ['all'],
    internal: true,
  },
  MUTANT_FILE: {
    help: 'The changed file, for the tests of `npm run mutate`.',
    readBy: ['mutate'],
    internal: true,
  },
  MYSETLIST_LEASH: {
    help: 'The id of the parent process: this process ends with it.',
    readBy: ['all'],
    internal: true,
  },
  npm_lifecycle_event: { help: "npm's own: the script that npm runs.", readBy: ['all'], internal: true },
};

const variables = Object.entries(ENVIRONMENT);
export const isSecret = isSecretName;

/** The variables that a command reads, without those for child processes. */
export const variablesOf = (command: CommandName): [name: string, variable: Variable][] =>
  variables.filter(
    ([, { readBy, internal }]) => internal !== true && (readBy.includes(command) || readBy.includes('all')),
  );

const readers = ({ readBy }: Variable): string =>
  readBy
    .map((name) =>
      name === 'all'
        ? 'all commands'
        : name === 'playwright'
          ? '`npx playwright test`'
          : name === 'benchmarks'
            ? '`bench`'
            : `\`${name}\``,
    )
    .join(', ');

const rows = (of: readonly [string, Variable][]): string[] =>
  of.map(
    ([name, variable]) => `| \`${name}\` | ${isSecret(name) ? 'yes' : ''} | ${variable.help} | ${readers(variable)} |`,
  );

/** The text of docs/environment.md. */
export function environmentPage(): string {
  const head = ['| variable | secret | what | read by |', '| --- | --- | --- | --- |'];
  return [
    '# Environment variables',
    '',
    'Generated by `npm run generate` from `commands/lib/environment-table.ts`. Do not edit. A flag has priority over its variable.',
    'Secrets are removed from the output and from every file.',
    '',
    ...head,
    ...rows(variables.filter(([, { internal }]) => internal !== true)),
    '',
    'Set by the suite for its child processes:',
    '',
    ...head,
    ...rows(variables.filter(([, { internal }]) => internal === true)),
    '',
    '# Commands',
    '',
    '`npm run NAME -- --help` lists the flags of a command.',
    '',
    '| command | what it does | old names |',
    '| --- | --- | --- |',
    ...(Object.keys(COMMANDS) as CommandName[]).map((name) => {
      const { does, aliases = [] } = commandOf(name);
      return `| \`npm ${name === 'start' || name === 'test' ? name : `run ${name}`}\` | ${does} | ${aliases.map((alias) => `\`${alias}\``).join(', ')} |`;
    }),
    '',
  ].join('\n');
}
