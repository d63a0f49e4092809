// A run from its first record to its last. The stages run in this order; a failed front door ends the run.
import { CHECKS } from '../../checks/index.ts';
import { commitChange, liveCommit } from '../../checks/api/live-commit.ts';
import { withFirstPartyHeaders } from '../../checks/api/first-party-send.ts';
import { rateLimitedSender } from '../../checks/api/rate-limited-sender.ts';
import { sideBySide } from '../../checks/api/side-by-side.ts';
import type { Account } from '../../common/account.ts';
import { isLoopback } from '../../common/loopback.ts';
import { redactValues } from '../../common/redact-text.ts';
import { MORE_PROBES } from '../../judging.ts';
import { kpi, type Profile } from '../../kpis.ts';
import { fileSink, type HttpRecord, type Sink } from '../../reports/result.ts';
import { samplesWanted, suspectedEndpoints } from '../../reports/verdict/wanted-samples.ts';
import { isMeanOpen } from '../../reports/verdict/judge-times.ts';
import { readResults } from '../../reports/verdict/read-results.ts';
import type { Config } from './config.ts';
import { commitProblem } from './expected-commit.ts';
import type { Lifetime } from './lifetime.ts';
import { recordStage } from './record-stage.ts';
import type { RunFolder } from './run-folder.ts';
import { plan } from './run-plan.ts';
import type { StageContext } from './stages/stage-context.ts';

/** Rounds of the nine availability probes: 12 x 9 = 108, which is at least the 92 of kpis.ts RATIO_RULES. */
const PROBE_ROUNDS = 12;

export type GateRun = {
  config: Config;
  target: URL;
  profile: Profile;
  account: Account | undefined;
  folder: RunFolder;
  lifetime: Lifetime;
  say: (line: string) => void;
};

/** Runs the stages of the profile and writes results.ndjson. The verdict uses only that file. */
export async function runStages(run: GateRun): Promise<void> {
  const { target, profile, folder, lifetime, say } = run;
  const { flags } = run.config;
  const started = performance.now();
  const noAccount = flags['no-account'] === true;
  const mayLoad = flags['allow-load'] === true || isLoopback(target);
  const planned = plan(CHECKS, { profile, only: flags.only, noAccount, mayLoad });
  const write = redactingSink(run);
  /** The samples so far, for the probes that are sent until a verdict is clear. They are all made in this process. */
  const samples: HttpRecord[] = [];
  const sink: Sink = (record) => {
    if (record.kind === 'http') samples.push(record);
    write(record);
  };
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
    ...(flags.control ? { control: true } : {}),
    ...(flags['deployment-url'] ? { deployment: flags['deployment-url'].origin } : {}),
  });
  const straight = withFirstPartyHeaders(target, run.config.headers);
  const limited = rateLimitedSender({ send: sideBySide(straight) });
  const context: StageContext = {
    target,
    profile,
    ...(run.account ? { account: run.account } : {}),
    headers: run.config.headers,
    noAccount,
    mayLoad,
    selected: planned.selected,
    // Named checks run without the others; otherwise a stage runs all selected checks.
    ...(flags.only?.some((name) => planned.checks.some((check) => check.id === name))
      ? { only: planned.selected }
      : {}),
    ...(flags.control ? { control: flags.control } : {}),
    folder,
    dir: folder.dir,
    sink,
    send: limited.send,
    straight,
    rounds: PROBE_ROUNDS,
    wanted: (round) => probesWanted(samples, round),
    suspects: () => suspects(samples),
    signal: lifetime.signal,
    now: () => new Date(),
    log: (line) => say(`  ${line}`),
  };
  const wrongCommit = await commitProblem(flags['expect-commit'], target, say, straight);
  const commit = wrongCommit === undefined ? await liveCommit(target, limited.send) : undefined;
  let dead: string | undefined;
  /** Blocked at the edge, or by our own rate: nothing was judged. */
  let blocked: string | undefined;
  for (const stage of planned.stages) {
    const reason = lifetime.reason() ?? wrongCommit ?? blocked ?? dead;
    if (reason !== undefined) {
      const status = lifetime.signal.aborted
        ? 'broken'
        : (wrongCommit ?? blocked) !== undefined
          ? 'inconclusive'
          : 'skipped';
      sink({ kind: 'stage', at: now(), stage, status, reason, durationMs: 0, records: 0 });
      say(`${stage.padEnd(10)} ${status}: ${reason}`);
      continue;
    }
    const outcome = await recordStage(stage, context, say, {
      isFirst: stage === planned.stages[0],
      verifyAfterwards: stage === planned.stages.at(-1) ? () => commitChange(target, commit, limited.send) : undefined,
    });
    if (outcome.blocked) blocked = `the site was not checked: ${outcome.reason ?? 'blocked'}`;
    if (outcome.dead) dead = `the front door is dead: ${outcome.reason ?? 'see its failures'}`;
  }
  say(`used ${limited.used()}`);
  sink({
    kind: 'end',
    at: now(),
    durationMs: performance.now() - started,
    records: readResults(folder.results).records.length,
    ...(commit === undefined ? {} : { liveCommit: commit }),
  });
}

/** Results are redacted before they are written. */
function redactingSink({ folder, config, account }: GateRun): Sink {
  const write = fileSink(folder.results);
  if (process.env['REDACT'] === 'off') return write;
  const secrets = [...config.secrets, ...(account ? [account.password] : [])];
  return (record) => write(redactValues(record, secrets));
}

const RATIOS = (['availability', 'error-rate'] as const).map((id) => kpi(id));
const suspects = (samples: readonly HttpRecord[]): string[] =>
  RATIOS.flatMap((one) => suspectedEndpoints(one, samples));

/** How many more clean probes would decide the open verdicts. */
function probesWanted(samples: readonly HttpRecord[], round: number): number {
  const ofRatios = RATIOS.map((one) => samplesWanted(one, samples));
  const isOpen = round < MORE_PROBES.rounds.mean && isMeanOpen(kpi('response-time'), samples);
  return Math.max(...ofRatios, isOpen ? 1 : 0);
}

const now = (): string => new Date().toISOString();
