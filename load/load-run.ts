// The load stage: runs a script at a profile and writes what came out as records.
import { isLoopback } from '../common/loopback.ts';
import { makeFolder } from '../common/make-folder.ts';
import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sink } from '../reports/result.ts';
import { ENDPOINTS } from './answers.ts';
import { steadyAnswer, type Answer, type Capacity } from './break-point-rule.ts';
import { k6Installed, runEngine, thisGenerator, type Engine, type EngineResult } from './engines.ts';
import type { SummaryData } from './engine/summary.ts';
import { endpointLine, httpRecord, sums, valueOf } from './figures.ts';
import { intentOf, type Intent } from './intents.ts';
import { climbed, judgeLoad, type LoadJudgement } from './judge.ts';
import { mustBeLimited, loadRefusal } from './load-permission.ts';
import { planOf } from './load-plan.ts';
import { SCRIPTS, type ScriptName } from './profiles.ts';
import { REQUEST_TIMEOUT_MS, type ProfileName } from './shapes/shape.ts';

export { loadRefusal, SCRIPTS, type ProfileName, type ScriptName };

export type LoadContext = {
  target: URL;
  sink: Sink;
  script: ScriptName;
  profile: ProfileName;
  engine: 'auto' | Engine;
  signal: AbortSignal;
  /** Gets the summary and the engine's report. */
  outDir: string;
  /** The run's folder, which evidence paths start from; outDir if it is not given. */
  runDir?: string;
  /** More than half the site's limit off this machine. */
  allowLoad: boolean;
  /** For the voting script. */
  account?: { email: string; password: string };
  /** Stores what the voting script is going to vote on. The function that it returns removes the entry. */
  onIntent?: (intent: Intent) => () => void;
  log?: (line: string) => void;
};
export type LoadOutcome = {
  /** The engine's own exit code (k6's table); null where it was killed. */
  exitCode: number | null;
  summary: SummaryData | undefined;
  outcome: LoadJudgement['outcome'];
  /** What the breakpoint script found, for the history; undefined where it found nothing to rely on. */
  capacity: Capacity | undefined;
};

/** Starting the VUs and writing the summary, on a slow machine. */
export const SPARE_MS = 20_000;
/** Pause between two ramps, so that the site has finished the requests of the last one. */
const REST_MS = 2_000;

export const engineOf = (asked: LoadContext['engine']): Engine =>
  asked === 'auto' ? (k6Installed() ? 'k6' : 'embedded') : asked;

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
    return { exitCode: null, summary: undefined, outcome: 'inconclusive', capacity: undefined };
  }
  const engine = engineOf(ctx.engine);
  const isLimited = mustBeLimited(ctx);
  const plan = planOf(script, profile, isLimited);
  makeFolder(outDir);
  const file = (name: string): string => join(outDir, `load-${script}.${name}`);
  const [summaryFile, reportFile, answerFile, htmlFile] = [file('summary.json'), file('engine.json'), file('answer.json'), file('report.html')]; // prettier-ignore
  for (const old of [summaryFile, reportFile, answerFile, htmlFile]) rmSync(old, { force: true });
  const times = plan.climb ? `${plan.climb.ramps} times ` : '';
  log(`${script} (${profile}) on ${engine}: ${times}about ${plan.planned} requests in ${plan.seconds} s`);

  const forget: (() => void)[] = [];
  const once = (): Promise<EngineResult> =>
    runEngine({
      engine,
      script: new URL(`scripts/${script}.ts`, import.meta.url),
      env: {
        TARGET_URL: target.href.replace(/\/$/, ''),
        LOAD_PROFILE: profile,
        LOAD_POLITE: isLimited ? '1' : '0',
        SUMMARY_FILE: summaryFile,
      },
      secretEnv: account ? { SYNTHETIC_EMAIL: account.email, SYNTHETIC_PASSWORD: account.password } : {},
      summaryFile,
      reportFile,
      htmlFile,
      signal,
      deadlineMs: plan.seconds * 1_000 + REQUEST_TIMEOUT_MS + SPARE_MS,
      log: (line) => {
        const intent = intentOf(line);
        if (!intent) return log(line);
        if (ctx.onIntent) forget.push(ctx.onIntent(intent));
      },
    });
  const ramps: Answer[] = [];
  let result = await once();
  const siteIsLocal = isLoopback(target);
  let judgement = judgeLoad({ ...result, plan, siteIsLocal });
  // Several ramps, as long as each can be judged.
  while (plan.climb && result.summary && /^(pass|warn|fail)$/.test(judgement.outcome) && !signal.aborted) {
    ramps.push(climbed(result.summary, plan, plan.climb));
    log(`ramp ${ramps.length} of ${plan.climb.ramps}: ${steadyAnswer(ramps.slice(-1)).text}`);
    if (ramps.length >= plan.climb.ramps) break;
    await sleep(REST_MS, undefined, { signal }).catch(() => {});
    rmSync(summaryFile, { force: true });
    result = await once();
    judgement = judgeLoad({ ...result, plan, siteIsLocal, ramps });
  }
  const { outcome, failures, notes } = judgement;
  const capacity = plan.climb && ramps.length === plan.climb.ramps ? capacityOf(ramps, engine) : undefined;
  if (capacity) notes.push(`measured with ${engine === 'k6' ? 'k6' : 'the embedded engine'} on ${capacity.machine}`);
  const at = new Date().toISOString();
  const { summary, exitCode, html } = result;
  // Teardown has looked at every song: nothing is left to be undone.
  const putBack = summary ? valueOf(summary, 'votes_put_back', 'count') : 0;
  if (putBack === forget.length) for (const done of forget) done();
  for (const name of summary ? plan.endpoints : [])
    log(endpointLine(ENDPOINTS[name].endpoint, sums(summary as SummaryData, name)));
  for (const note of notes) log(note);
  if (html !== undefined) log(`k6's own report: ${html}`);
  if (notes.length > 0) writeFileSync(answerFile, JSON.stringify({ script, profile, notes, capacity }, null, 1));
  if (summary && plan.records) {
    for (const name of plan.endpoints) {
      const record = httpRecord(summary, name, at);
      if (record.requests > 0 || script === 'latency') sink(record);
    }
  }
  const evidence = [
    ...(summary ? [summaryFile] : []),
    ...(notes.length > 0 ? [answerFile] : []),
    ...(html === undefined ? [] : [html]),
  ];
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
  return { exitCode, summary, outcome, capacity };
}

function capacityOf(ramps: readonly Answer[], engine: Engine): Capacity {
  const { answer, low, high } = steadyAnswer(ramps);
  return { script: 'breakpoint', perSecond: answer.holdsPerSecond, lowPerSecond: low, highPerSecond: high, ramps: ramps.length, broke: answer.broke ?? null, engine, machine: thisGenerator() }; // prettier-ignore
}
