// How each stage is run. A stage writes records; what they mean is decided in reports/verdict.
import { kpi, type Profile, type Stage } from '../../kpis.ts';
import type { Sink } from '../../reports/result.ts';
import { samplesWanted } from '../../reports/verdict/ratio.ts';
import { readResults } from '../../reports/verdict/read.ts';
import { controlAnswers } from '../../checks/api/control.ts';
import { runFrontDoor, runContracts } from '../../checks/api/run.ts';
import type { Send } from '../../checks/api/polite.ts';
import { warmUpSite } from '../../checks/api/warm-up.ts';
import { PLAYWRIGHT_CLI } from '../../checks/playwright-cli.ts';
import { runSecurity } from '../../checks/security/run.ts';
import { audits, AUDITS_DEADLINE_MS } from './audits.ts';
import { ensureBrowser } from './browser.ts';
import { RUN_MARK, runNode, type ChildEnd } from './children.ts';
import type { Account } from './config.ts';
import { load, LOAD_DEADLINE_MS } from './load-stage.ts';
import { ROOT, type RunFolder } from './run-folder.ts';

export type StageContext = {
  target: URL;
  profile: Profile;
  account: Account | undefined;
  noAccount: boolean;
  allowLoad: boolean;
  /** Ids of the checks to run. */
  selected: ReadonlySet<string>;
  /** True where --only names single checks. */
  narrowed: boolean;
  /** True for the run's first stage. */
  first: boolean;
  /** An address that must answer when our own network is well. */
  control?: URL;
  folder: RunFolder;
  sink: Sink;
  /** How the stages that speak HTTP send: within the site's limits, and with a book of what was used. */
  send: Send;
  signal: AbortSignal;
  say: (line: string) => void;
};
export type StageOutcome = { status: 'done' | 'broken' | 'inconclusive'; reason?: string; dead?: boolean };

/** Rounds of the eight availability probes: 12 x 8 = 96, which is at least the 92 of kpis.ts RATIO_RULES. */
const PROBE_ROUNDS = 12;
const CONTROL_DEADLINE_MS = 3_000;
export const STAGE_DEADLINE_MS: Record<Stage, number> = {
  'front-door': 60_000,
  contracts: 150_000,
  security: 60_000,
  journeys: 420_000,
  audits: AUDITS_DEADLINE_MS,
  load: LOAD_DEADLINE_MS,
};

/** Whichever stage a run begins with finds a site that is awake; `outcome.reason` tells of a cold start where nothing is worse. */
export async function runStage(stage: Stage, context: StageContext): Promise<StageOutcome> {
  const cold = context.first ? await warmUpSite(api(context), stage) : undefined;
  if (cold) context.say(cold);
  const outcome = await RUN[stage](context);
  return cold === undefined ? outcome : { reason: cold, ...outcome };
}

const RUN: Record<Stage, (context: StageContext) => Promise<StageOutcome>> = {
  'front-door': async (context) => {
    const { dead, reason } = await runFrontDoor(api(context));
    if (dead) await judgeOwnNetwork(context.control, context.target, context.sink);
    return { status: 'done', dead, ...(reason === undefined ? {} : { reason }) };
  },
  contracts: async (context) => {
    await runContracts(api(context));
    return { status: 'done' };
  },
  security: async (context) => {
    await runSecurity(api(context));
    return { status: 'done' };
  },
  journeys,
  audits,
  load,
};

/** A dead door while the control address is dead too is our own network's trouble. */
async function judgeOwnNetwork(control: URL | undefined, target: URL, sink: Sink): Promise<void> {
  if (control === undefined || (await controlAnswers(control, CONTROL_DEADLINE_MS))) return;
  sink({
    kind: 'http',
    at: new Date().toISOString(),
    stage: 'front-door',
    source: 'probe',
    endpoint: 'control address',
    requests: 0,
    valid: 0,
    serverErrors: 0,
    rateLimited: 0,
    timeouts: 0,
    ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 },
    failures: [
      { code: 'own-network', message: `neither ${target.host} nor the control address ${control.host} answers` },
    ],
  });
}
const api = (context: StageContext): Parameters<typeof runContracts>[0] => ({
  target: context.target,
  sink: context.sink,
  ...(context.narrowed ? { only: context.selected } : {}),
  rounds: PROBE_ROUNDS,
  ...(context.account ? { account: context.account } : {}),
  signal: context.signal,
  now: () => new Date(),
  log: context.say,
  dir: context.folder.dir,
  send: context.send,
  wanted: () => {
    const http = readResults(context.folder.results).records.filter((record) => record.kind === 'http');
    return Math.max(...(['availability', 'error-rate'] as const).map((id) => samplesWanted(kpi(id), http)));
  },
});

async function journeys(context: StageContext): Promise<StageOutcome> {
  const browser = ensureBrowser(context.say);
  if (!browser) return { status: 'broken', reason: 'no browser: run `npm run doctor`' };
  const ids = [...context.selected].filter((id) => id.startsWith('journey.'));
  const grep = context.narrowed ? ['--grep', ids.map((id) => `@${id.replaceAll('.', '\\.')}(\\s|$)`).join('|')] : [];
  // The verdict is the same on every machine, whatever other browsers it has.
  const projects = ['--project=desktop', '--project=phone'];
  const end = await runNode([PLAYWRIGHT_CLI, 'test', 'checks/journeys', ...projects, ...grep], {
    cwd: ROOT,
    env: {
      ...childEnv(context),
      TARGET_URL: context.target.origin,
      SYNTHETIC_EMAIL: context.account?.email ?? '',
      SYNTHETIC_PASSWORD: context.account?.password ?? '',
      BROWSER_PATH: browser.path,
      RESULTS_DIR: context.folder.dir,
      RESULTS_FILE: context.folder.results,
      ALL_CHECKS: context.profile === 'nightly' || context.narrowed ? '1' : '',
      NO_ACCOUNT: context.noAccount ? '1' : '',
      FORCE_COLOR: '0',
    },
    onLine: (line) => /^\s*[✓✘×-]\s/.test(line) && context.say(line.trim()),
    deadlineMs: STAGE_DEADLINE_MS.journeys - 10_000,
    signal: context.signal,
  });
  // 1 is a failed check or no test at all; the records tell which, and a check without a record is `broken`.
  return end.code === 0 || end.code === 1 ? { status: 'done' } : ended('Playwright', end);
}

const childEnv = (context: Pick<StageContext, 'folder'>): Record<string, string> => ({
  [RUN_MARK]: context.folder.runId,
  TMPDIR: context.folder.tmp,
});

const ended = (what: string, end: ChildEnd): StageOutcome => ({
  status: 'broken',
  reason: end.timedOut
    ? `${what} passed its deadline and was ended`
    : `${what} ended by ${end.signal ?? `exit code ${end.code}`}`,
});
