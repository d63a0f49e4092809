// A run from its first record to its verdict. The order of the stages is the order of the house: a dead front door ends it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Profile, Stage } from '../../kpis.ts';
import { CHECKS } from '../../checks/index.ts';
import { commitChange, liveCommit, waitForCommit } from '../../checks/api/live-commit.ts';
import { polite } from '../../checks/api/rate-limited-sender.ts';
import { redactTree } from '../../checks/evidence/redact.ts';
import { isLoopback } from '../../common/loopback.ts';
import { fileSink, type Sink } from '../../reports/result.ts';
import { judge } from '../../reports/verdict/judge-run.ts';
import { readResults, recordsOfStage } from '../../reports/verdict/read-results.ts';
import type { Verdict } from '../../reports/verdict/verdict-format.ts';
import { consoleReport } from '../../reports/formats/console-report.ts';
import { summary } from '../../reports/formats/summary-markdown.ts';
import { junit } from '../../reports/formats/junit.ts';
import { prometheus } from '../../reports/formats/prometheus.ts';
import type { Account } from '../../common/account.ts';
import type { Flags } from './config.ts';
import type { Lifetime } from './lifetime.ts';
import { plan } from './run-plan.ts';
import { runStage } from './stages/run-stage.ts';
import { STAGE_DEADLINE_MS, type StageContext, type StageOutcome } from './stages/stage-context.ts';
import type { RunFolder } from './run-folder.ts';

/** How long a deployment may take to become visible (Vercel's alias change). */
const COMMIT_DEADLINE_MS = 180_000;

export type RunOptions = {
  target: URL;
  profile: Profile;
  flags: Flags;
  account: Account | undefined;
  folder: RunFolder;
  lifetime: Lifetime;
  say: (line: string) => void;
};

/** Runs the stages of the profile and writes results.ndjson. The verdict is judged from that file alone. Returns the live commit, where the site tells it. */
export async function runStages(options: RunOptions): Promise<string | undefined> {
  const { target, profile, flags, account, folder, lifetime, say } = options;
  const started = performance.now();
  const noAccount = flags['no-account'] === true;
  const mayLoad = flags['allow-load'] === true || isLoopback(target);
  const planned = plan(CHECKS, {
    profile,
    only: flags.only,
    noAccount: noAccount && account === undefined,
    mayLoad,
  });
  const sink: Sink = fileSink(folder.results);
  sink({
    kind: 'run',
    schema: 1,
    runId: folder.runId,
    at: now(),
    target: target.origin,
    profile,
    stages: planned.stages,
    checks: planned.checks,
    ...(flags['expect-commit'] ? { commit: flags['expect-commit'] } : {}),
  });
  let dead: string | undefined = await commitProblem(options);
  const notTheDeployment = dead !== undefined;
  const guest = polite();
  const commit = notTheDeployment ? undefined : await liveCommit(target, guest.send);
  for (const stage of planned.stages) {
    const stop = lifetime.reason();
    if (dead !== undefined || stop !== undefined) {
      const status = stop !== undefined ? 'broken' : notTheDeployment ? 'inconclusive' : 'skipped';
      sink({ kind: 'stage', at: now(), stage, status, reason: stop ?? dead ?? '', durationMs: 0, records: 0 });
      say(`${stage.padEnd(10)} ${status}: ${stop ?? dead}`);
      continue;
    }
    const narrowed = flags.only?.some((name) => planned.checks.some((check) => check.id === name)) ?? false;
    const outcome = await recordStage(
      stage,
      {
        target,
        profile,
        account,
        noAccount,
        mayLoad,
        selected: planned.selected,
        narrowed,
        first: stage === planned.stages[0],
        ...(flags.control ? { control: flags.control } : {}),
        folder,
        sink,
        send: guest.send,
        signal: lifetime.signal,
        say: (line) => say(`  ${line}`),
      },
      say,
      stage === planned.stages.at(-1) ? () => commitChange(target, commit, guest.send) : undefined,
    );
    if (outcome.dead) {
      dead = `front door dead: ${outcome.reason ?? 'see its failures'}`;
    }
  }
  say(`used ${guest.used()}`);
  sink({
    kind: 'end',
    at: now(),
    durationMs: performance.now() - started,
    records: readResults(folder.results).records.length,
  });
  return commit;
}

/** `doubt`: asked after the stage; a text is the reason why its results cannot be judged. */
async function recordStage(
  stage: Stage,
  context: StageContext,
  say: (line: string) => void,
  doubt?: () => Promise<string | undefined>,
): Promise<StageOutcome> {
  const started = performance.now();
  say(stage);
  const before = countOf(context.folder, stage);
  let own = 0;
  const sink: Sink = (record) => {
    context.sink(record);
    own += 1;
  };
  const deadlineMs = STAGE_DEADLINE_MS[stage][context.profile];
  const timeout = AbortSignal.timeout(deadlineMs);
  const signal = AbortSignal.any([context.signal, timeout]);
  let outcome: StageOutcome;
  try {
    outcome = await Promise.race([runStage(stage, { ...context, sink, signal }), aborted(signal)]);
  } catch (error) {
    outcome = {
      status: 'broken',
      reason: timeout.aborted ? `hung: ended at its deadline of ${deadlineMs / 1000} s` : message(error),
    };
  }
  const why = outcome.status === 'done' && !outcome.dead ? await doubt?.() : undefined;
  if (why !== undefined) outcome = { status: 'inconclusive', reason: why };
  const interrupted = context.signal.aborted;
  if (interrupted) outcome = { status: 'broken', reason: message(context.signal.reason) };
  // This process counts what it wrote, so that a lost line is noticed; a child's lines are those it added to the file.
  const records = Math.max(own, countOf(context.folder, stage) - before);
  const durationMs = performance.now() - started;
  context.sink({
    kind: 'stage',
    at: now(),
    stage,
    status: outcome.status,
    ...(outcome.reason ? { reason: outcome.reason } : {}),
    durationMs,
    records,
  });
  say(`  ${outcome.status} in ${(durationMs / 1000).toFixed(1)} s${outcome.reason ? `: ${outcome.reason}` : ''}`);
  return outcome;
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
const countOf = (folder: RunFolder, stage: Stage): number => recordsOfStage(readResults(folder.results).records, stage);
const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const now = (): string => new Date().toISOString();

async function commitProblem({ flags, target, say }: RunOptions): Promise<string | undefined> {
  const expected = flags['expect-commit'];
  if (expected === undefined) return undefined;
  say(`waiting for commit ${expected}, at most ${COMMIT_DEADLINE_MS / 1000} s`);
  const seen = await waitForCommit(target, expected, COMMIT_DEADLINE_MS);
  return seen.ok
    ? undefined
    : `wrong deployment: expected commit ${expected}, the site says ${seen.found ?? 'nothing'}`;
}

/**
 * Judges the run's folder, writes verdict.json, summary.md, junit.xml and metrics.prom (Prometheus text format), prints, and removes secrets from everything
 * written. `rerun` is the command that reruns this run, where the records' own would not.
 */
export async function concludeRun(
  dir: string,
  secrets: readonly string[],
  say: (text: string) => void,
  rerun?: string,
): Promise<Verdict> {
  mkdirSync(dir, { recursive: true });
  const verdict = judge(readResults(path.join(dir, 'results.ndjson')), { declared: CHECKS, runId: path.basename(dir) });
  // A stand-in of the run's own is gone when somebody reruns: its address is of no use to them.
  if (rerun !== undefined)
    for (const check of verdict.checks)
      for (const variant of check.variants) variant.rerun = `${rerun} --only ${check.id}`;
  writeFileSync(path.join(dir, 'verdict.json'), `${JSON.stringify(verdict, null, 2)}\n`);
  writeFileSync(path.join(dir, 'summary.md'), summary(verdict));
  writeFileSync(path.join(dir, 'junit.xml'), junit(verdict));
  writeFileSync(path.join(dir, 'metrics.prom'), prometheus(verdict));
  if (process.env['REDACT'] !== 'off' && secrets.length > 0) await redactTree(dir, secrets);
  say(consoleReport(verdict, { color: process.stdout.isTTY === true }));
  return verdict;
}
