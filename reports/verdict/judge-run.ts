// Judges a run, as a pure function from records to verdict. Only an explicit success is green.
import { KPIS, type Kpi, type Stage } from '../../kpis.ts';
import type { HttpRecord, MetricRecord, ResultRecord } from '../result.ts';
import { applyToCheck, applyToKpi } from './apply-known-issues.ts';
import { checkRows, context, LEFT_OUT_BY_ONLY, type Context, type Declared } from './check-verdicts.ts';
import { judgeMedian, judgeStatus, notObservable } from './kpi-figures.ts';
import type { Judged } from './kpi-verdict.ts';
import { judgeRatio } from './judge-ratio.ts';
import { KnownIssues, type KnownIssue } from './known-issues.ts';
import { addsUp, integrity, type Results } from './read-results.ts';
import { showLine } from '../../common/number-text.ts';
import { judgeMean } from './judge-times.ts';
import { groupCauses } from './group-causes.ts';
import { EXIT_CODES, worstVerdict } from './exit-codes.ts';
import { causesOf } from './run-causes.ts';
import type { KpiRow, Verdict } from './verdict-format.ts';

export type JudgeOptions = {
  /** checks/index.ts: a check that it names and the run record does not is `broken`. */
  declared?: readonly Declared[];
  /** Shown if the results do not contain it. */
  runId?: string;
  target?: string;
  /** Known issues with an expiry day, compared with the run's own day. */
  knownIssues?: readonly KnownIssue[];
};

export function judge({ records, problems }: Results, options: JudgeOptions = {}): Verdict {
  const ctx = context(records);
  const untrusted = [...problems, ...integrity(records)];
  const issues = new KnownIssues(options.knownIssues ?? [], ctx.run === undefined ? new Date(0) : new Date(ctx.run.at));
  const kpis = KPIS.map((kpi) => applyToKpi(kpiRow(kpi, ctx), issues, ctx.run?.profile));
  const checks = checkRows(ctx, options.declared ?? []).map((row) => applyToCheck(row, issues, ctx.run?.profile));
  const causes = groupCauses(causesOf(untrusted, kpis, checks, ctx), checks, kpis);
  const verdict = worstVerdict(['pass', ...causes.map((c) => c.verdict)], { trusted: untrusted.length === 0 });
  const deciding = causes.filter((c) => c.verdict === verdict);
  return {
    schema: 1,
    runId: ctx.run?.runId ?? options.runId ?? 'unknown',
    target: ctx.run?.target ?? options.target ?? 'unknown',
    profile: ctx.run?.profile ?? null,
    ...(ctx.run?.commit === undefined ? {} : { commit: ctx.run.commit }),
    startedAt: ctx.run?.at ?? null,
    durationMs: duration(records),
    verdict,
    exitCode: EXIT_CODES[verdict],
    kpis,
    checks,
    stages: [...ctx.stages],
    causes: [...deciding, ...causes.filter((c) => c.verdict !== verdict)],
  };
}

function duration(records: readonly ResultRecord[]): number {
  const end = records.find((r) => r.kind === 'end');
  if (end?.kind === 'end') return end.durationMs;
  const times = records.map((r) => Date.parse(r.at));
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}

function judgeKpi(kpi: Kpi, ctx: Context): Judged {
  const metrics = ctx.records.filter((r): r is MetricRecord => r.kind === 'metric' && r.kpi === kpi.id);
  const http = ctx.records.filter((r): r is HttpRecord => r.kind === 'http' && addsUp(r));
  if (kpi.notObservable !== undefined) return notObservable(kpi, metrics);
  switch (kpi.aggregation) {
    case 'ratio':
      return blindTo(ctx, judgeRatio(kpi, http));
    case 'mean':
      return blindTo(ctx, capped(ctx, judgeMean(kpi, trusted(http, ctx), metrics)));
    case 'median':
      return judgeMedian(kpi, metrics);
    case 'status':
      return judgeStatus(kpi, metrics);
  }
}

/** On an overloaded machine a load run measures the machine: it says nothing about the site's response times. */
function trusted(http: HttpRecord[], ctx: Context): HttpRecord[] {
  const overloaded = ctx.records.some(
    (r) => r.kind === 'check' && r.stage === 'load' && r.failures.some((f) => f.code === 'machine'),
  );
  return overloaded ? http.filter((r) => r.source !== 'load') : http;
}

/** With answers rejected by the site's limiter, the response time at the requested rate is unknown. */
function capped(ctx: Context, judged: Judged): Judged {
  const checks = ctx.records.filter((r) => r.kind === 'check' && r.stage === 'load' && r.outcome === 'inconclusive');
  const cap = checks.flatMap((r) => (r.kind === 'check' ? r.failures : [])).find((f) => f.code === 'rate-limited');
  if (!cap || judged.verdict === 'breach') return judged;
  return { ...judged, verdict: 'inconclusive', reason: cap.message };
}

/** While our own network is down, missing answers are not the site's fault. */
function blindTo(ctx: Context, judged: Judged): Judged {
  if (!ctx.ownNetwork || judged.verdict === 'pass') return judged;
  return { ...judged, verdict: 'inconclusive', reason: 'own network down: the control address does not answer either' };
}

function kpiRow(kpi: Kpi, ctx: Context): KpiRow {
  const judged = judgeKpi(kpi, ctx);
  const selected = (s: Stage): boolean => ctx.run?.stages.includes(s) ?? false;
  const narrowed = (s: Stage): boolean =>
    ctx.run?.checksOnly?.includes(s) === true ||
    (ctx.run?.checks.some((c) => c.stage === s && !c.selected && c.reason === LEFT_OUT_BY_ONLY) ?? false);
  // The front door sends three requests: enough to detect an outage, too few for a KPI.
  const feeding = kpi.stages.filter((s) => s !== 'front-door' && selected(s) && !narrowed(s));
  const profile = ctx.run?.profile;
  const required = feeding.length > 0 && profile !== undefined && kpi.required.includes(profile);
  return {
    id: kpi.id,
    title: kpi.title,
    severity: kpi.severity,
    limit: showLine(kpi.target, kpi.unit),
    unit: kpi.unit,
    source: kpi.source,
    ...judged,
    required,
    ...settle(kpi, judged, required, feeding, ctx),
  };
}

/** The verdict for too little data: not selected, informative, explained by a failed front door, or inconclusive. */
function settle(
  kpi: Kpi,
  judged: Judged,
  required: boolean,
  feeding: Stage[],
  ctx: Context,
): Pick<KpiRow, 'verdict' | 'reason'> {
  const { verdict, reason } = judged;
  if (verdict !== 'inconclusive') return { verdict, reason };
  if (ctx.run && feeding.length === 0 && !ctx.ownNetwork) {
    const only = `not judged by the stages selected; it needs ${kpi.stages.filter((s) => s !== 'front-door').join(' or ')}`;
    return { verdict: 'not-selected', reason: judged.n > 0 ? `${only} (${reason})` : only };
  }
  const ends = ctx.stages.filter((s) => feeding.includes(s.stage) && s.status !== 'done');
  const why = ends.map((s) => `stage ${s.stage} ${s.status}${s.reason ? `: ${s.reason}` : ''}`).join('; ');
  const full = why ? `${reason} (${why})` : reason;
  if (ctx.deadDoor && ends.some((s) => s.status === 'skipped')) return { verdict: 'not-judged', reason: full };
  return { verdict: required || !ctx.run || ctx.ownNetwork ? 'inconclusive' : 'not-judged', reason: full };
}
