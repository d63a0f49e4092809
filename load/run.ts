// The load stage: runs a script at a profile and writes what came out as records.
import { isLoopback } from '../common/loopback.ts';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Sink } from '../reports/result.ts';
import { k6Installed, runEngine } from './engines.ts';
import type { SummaryData } from './engine/summary.ts';
import { httpRecord, valuesOf } from './figures.ts';
import { intentOf, type Intent } from './intents.ts';
import { judgeLoad, type LoadJudgement } from './judge.ts';
import { planOf } from './plan.ts';
import {
  NEEDS_ALLOW_LOAD,
  quotaRefusal,
  REQUEST_TIMEOUT_MS,
  SCRIPTS,
  type ProfileName,
  type ScriptName,
} from './profiles.ts';

export { SCRIPTS, type ScriptName };

export type LoadContext = {
  target: URL;
  sink: Sink;
  script: ScriptName;
  profile: ProfileName;
  engine: 'auto' | 'k6' | 'embedded';
  signal: AbortSignal;
  /** Gets the summary and the engine's report. */
  outDir: string;
  /** The run's folder, which evidence paths start from; outDir if it is not given. */
  runDir?: string;
  /** More than half the site's limit off this machine. */
  allowLoad: boolean;
  /** For the voting script. */
  account?: { email: string; password: string };
  /** Writes down what the voting script is going to vote on; what it returns forgets that again. */
  onIntent?: (intent: Intent) => () => void;
  log?: (line: string) => void;
};
export type LoadOutcome = {
  /** The engine's own exit code (k6's table); null where it was killed. */
  exitCode: number | null;
  summary: SummaryData | undefined;
  outcome: LoadJudgement['outcome'];
};

/** Starting the VUs and writing the summary, on a slow machine. */
const SPARE_MS = 20_000;

type Asked = Pick<LoadContext, 'target' | 'profile' | 'allowLoad'> & { script?: ScriptName };
const isPolite = ({ target, allowLoad, profile, script = 'latency' }: Asked): boolean =>
  !isLoopback(target) && !(allowLoad && (profile !== 'smoke' || NEEDS_ALLOW_LOAD.includes(script)));

/** Why this load may not be sent, for the command to say before anything is; undefined where it may. */
export function loadRefusal(asked: Asked): string | undefined {
  const { target, profile, allowLoad, script = 'latency' } = asked;
  if (isLoopback(target)) return undefined;
  const what = profile === 'smoke' ? `load script "${script}"` : `load profile "${profile}"`;
  if (!allowLoad && (profile !== 'smoke' || NEEDS_ALLOW_LOAD.includes(script))) {
    return `${what} goes beyond half the limit of ${target.host}: it needs --allow-load`;
  }
  return quotaRefusal(script, profile, isPolite(asked));
}

/** @throws Error where loadRefusal says no. */
export async function runLoad(ctx: LoadContext): Promise<LoadOutcome> {
  const refusal = loadRefusal(ctx);
  if (refusal !== undefined) throw new Error(refusal);
  const { target, profile, script, sink, outDir, signal, account } = ctx;
  const log = ctx.log ?? (() => {});
  const started = performance.now();
  const rerun = `npm run load -- --target ${target.origin} --script ${script} --profile ${profile}`;
  if (script === 'voting' && !account) {
    const failures = [{ code: 'no-account' as const, message: 'set SYNTHETIC_EMAIL and SYNTHETIC_PASSWORD' }];
    const at = new Date().toISOString();
    sink({ kind: 'check', at, id: 'load.voting', stage: 'load', outcome: 'inconclusive', durationMs: 0, failures, evidence: [], rerun }); // prettier-ignore
    return { exitCode: null, summary: undefined, outcome: 'inconclusive' };
  }
  const engine = ctx.engine === 'auto' ? (k6Installed() ? 'k6' : 'embedded') : ctx.engine;
  const polite = isPolite(ctx);
  const plan = planOf(script, profile, polite);
  mkdirSync(outDir, { recursive: true });
  const file = (name: string): string => join(outDir, `load-${script}.${name}.json`);
  const [summaryFile, reportFile, answerFile] = [file('summary'), file('engine'), file('answer')];
  for (const old of [summaryFile, reportFile, answerFile]) rmSync(old, { force: true });
  log(`${script} (${profile}) on ${engine}: about ${plan.planned} requests in ${plan.seconds} s`);

  const forget: (() => void)[] = [];
  const result = await runEngine({
    engine,
    script: new URL(`scripts/${script}.ts`, import.meta.url),
    env: {
      TARGET_URL: target.href.replace(/\/$/, ''),
      LOAD_PROFILE: profile,
      LOAD_POLITE: polite ? '1' : '0',
      SUMMARY_FILE: summaryFile,
    },
    secretEnv: account ? { SYNTHETIC_EMAIL: account.email, SYNTHETIC_PASSWORD: account.password } : {},
    summaryFile,
    reportFile,
    signal,
    deadlineMs: plan.seconds * 1_000 + REQUEST_TIMEOUT_MS + SPARE_MS,
    log: (line) => {
      const intent = intentOf(line);
      if (!intent) return log(line);
      if (ctx.onIntent) forget.push(ctx.onIntent(intent));
    },
  });
  const { outcome, failures, notes } = judgeLoad({ ...result, plan });
  const at = new Date().toISOString();
  const { summary, exitCode } = result;
  // Teardown has looked at every song: nothing is left to be undone.
  const putBack = summary ? (valuesOf(summary, 'votes_put_back')['count'] ?? 0) : 0;
  if (putBack === forget.length) for (const done of forget) done();
  for (const note of notes) log(note);
  if (notes.length > 0) writeFileSync(answerFile, JSON.stringify({ script, profile, notes }, null, 1));
  if (summary && plan.records) {
    for (const name of plan.endpoints) {
      const record = httpRecord(summary, name, at);
      if (record.requests > 0 || script === 'latency') sink(record);
    }
  }
  const evidence = [...(summary ? [summaryFile] : []), ...(notes.length > 0 ? [answerFile] : [])];
  sink({
    kind: 'check',
    at,
    id: `load.${script}`,
    stage: 'load',
    variant: engine,
    outcome,
    durationMs: performance.now() - started,
    failures,
    evidence: evidence.map((path) => relative(ctx.runDir ?? outDir, path)),
    rerun,
  });
  return { exitCode, summary, outcome };
}
