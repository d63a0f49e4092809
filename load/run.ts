// The load stage: runs a script at a profile and writes what came out as records.
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Sink } from '../reports/result.ts';
import { k6Installed, runEngine } from './engines.ts';
import type { SummaryData } from './engine/summary.ts';
import { httpRecord, judgeLoad, type LoadJudgement } from './judge.ts';
import {
  droppedAllowed,
  ENDPOINT_NAMES,
  plannedRequests,
  REQUEST_TIMEOUT_MS,
  steady,
  type ProfileName,
} from './profiles.ts';

export const SCRIPTS = ['latency'] as const;
export type ScriptName = (typeof SCRIPTS)[number];

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

export const onThisMachine = ({ hostname }: URL): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d+){3}$/.test(hostname);

/** Why this load may not be sent, for the command to say before anything is; undefined where it may. */
export function loadRefusal({
  target,
  profile,
  allowLoad,
}: Pick<LoadContext, 'target' | 'profile' | 'allowLoad'>): string | undefined {
  if (profile === 'smoke' || allowLoad || onThisMachine(target)) return undefined;
  return `load profile "${profile}" goes beyond half the limit of ${target.host}: it needs --allow-load`;
}

/** @throws Error where loadRefusal says no. */
export async function runLoad(ctx: LoadContext): Promise<LoadOutcome> {
  const refusal = loadRefusal(ctx);
  if (refusal !== undefined) throw new Error(refusal);
  const { target, profile, script, sink, outDir, signal } = ctx;
  const log = ctx.log ?? (() => {});
  const engine = ctx.engine === 'auto' ? (k6Installed() ? 'k6' : 'embedded') : ctx.engine;
  const polite = !onThisMachine(target) && !(ctx.allowLoad && profile !== 'smoke');
  const seconds = Math.max(...ENDPOINT_NAMES.map((name) => steady(profile, name, polite).seconds));
  const started = performance.now();
  mkdirSync(outDir, { recursive: true });
  const summaryFile = join(outDir, `load-${script}.summary.json`);
  const reportFile = join(outDir, `load-${script}.engine.json`);
  for (const file of [summaryFile, reportFile]) rmSync(file, { force: true });
  log(`${script} (${profile}) on ${engine}: about ${plannedRequests(profile, polite)} requests in ${seconds} s`);

  const result = await runEngine({
    engine,
    script: new URL(`scripts/${script}.ts`, import.meta.url),
    env: {
      TARGET_URL: target.href.replace(/\/$/, ''),
      LOAD_PROFILE: profile,
      LOAD_POLITE: polite ? '1' : '0',
      SUMMARY_FILE: summaryFile,
    },
    summaryFile,
    reportFile,
    signal,
    deadlineMs: seconds * 1_000 + REQUEST_TIMEOUT_MS + SPARE_MS,
    log,
  });
  const { outcome, failures } = judgeLoad({ ...result, droppedAllowed: droppedAllowed(profile, polite) });
  const at = new Date().toISOString();
  const { summary, exitCode } = result;
  if (summary) for (const name of ENDPOINT_NAMES) sink(httpRecord(summary, name, at));
  sink({
    kind: 'check',
    at,
    id: `load.${script}`,
    stage: 'load',
    variant: engine,
    outcome,
    durationMs: performance.now() - started,
    failures,
    evidence: summary ? [relative(ctx.runDir ?? outDir, summaryFile)] : [],
    rerun: `npm run load -- --target ${target.origin} --script ${script} --profile ${profile}`,
  });
  return { exitCode, summary, outcome };
}
