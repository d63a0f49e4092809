// The rows of checks and stages: the declared checks joined with the results. A check without a result never passes.
import { STAGES } from '../../kpis.ts';
import type { CheckRecord, ResultRecord, RunRecord, StageRecord } from '../result.ts';
import type { CheckRow, StageRow } from './verdict-format.ts';

/** The reason of a check that --only left out: the KPIs of its stage are then informative. */
export const LEFT_OUT_BY_ONLY = 'left out by --only';

/** Codes that are about the network path, not about the site, if our own network is down. */
export const NETWORK_CODES: ReadonlySet<string> = new Set([
  'dns',
  'refused',
  'reset',
  'timeout',
  'tls',
  'tls-expired',
  'tls-wrong-host',
  'tls-untrusted',
  'own-network',
]);

export type Declared = { id: string; stage: RunRecord['stages'][number]; title: string };
export type Context = {
  run: RunRecord | undefined;
  records: readonly ResultRecord[];
  stages: readonly StageRow[];
  /** The front door failed and later stages were skipped because of it: only that breach is reported. */
  deadDoor: boolean;
  ownNetwork: boolean;
};

const isCheck = (r: ResultRecord): r is CheckRecord => r.kind === 'check';

export const stageRows = (run: RunRecord | undefined, records: readonly ResultRecord[]): StageRow[] =>
  STAGES.map((stage) => {
    const end = records.find((r): r is StageRecord => r.kind === 'stage' && r.stage === stage);
    if (end) {
      return { stage, status: end.status, ...(end.reason ? { reason: end.reason } : {}), durationMs: end.durationMs };
    }
    return run?.stages.includes(stage)
      ? { stage, status: 'broken', reason: 'did not end', durationMs: 0 }
      : { stage, status: 'not-selected', durationMs: 0 };
  });

export function context(records: readonly ResultRecord[]): Context {
  const run = records.find((r): r is RunRecord => r.kind === 'run');
  const stages = stageRows(run, records);
  const checks = records.filter(isCheck);
  const codes = records.flatMap((r) => (r.kind === 'check' || r.kind === 'http' ? r.failures.map((f) => f.code) : []));
  const doorFailed = checks.some((c) => c.stage === 'front-door' && c.outcome === 'fail');
  return {
    run,
    records,
    stages,
    deadDoor: doorFailed && stages.some((s) => s.status === 'skipped'),
    ownNetwork: codes.includes('own-network'),
  };
}

/** A row for every declared check: those of the run record, then declared ones it missing, then undeclared. */
export function checkRows(ctx: Context, declared: readonly Declared[]): CheckRow[] {
  const known = new Map((ctx.run?.checks ?? []).map((c) => [c.id, c]));
  const reports = Map.groupBy(ctx.records.filter(isCheck), (c) => c.id);
  const rows = [...known.values()].map((c) => {
    const of = reports.get(c.id) ?? [];
    if (of.length > 0) return reported(ctx, c, of);
    if (!c.selected) return rowWithoutResult(c, 'not-selected', c.reason ?? 'not selected');
    return unreported(ctx, c);
  });
  const missing = declared
    .filter((d) => !known.has(d.id))
    .map((d) => {
      const of = reports.get(d.id) ?? [];
      const why = ctx.run ? 'declared, but missing from the run record' : 'no result: the run record is missing';
      return of.length > 0 ? reported(ctx, d, of) : rowWithoutResult(d, 'broken', why);
    });
  const undeclared = [...reports]
    .filter(([id]) => !known.has(id) && !declared.some((d) => d.id === id))
    .map(([id, of]) => {
      const row = reported(ctx, { id, stage: (of[0] as CheckRecord).stage, title: id }, of);
      return row.verdict === 'breach'
        ? row
        : { ...row, verdict: 'broken' as const, reason: 'undeclared: a result of an unknown check' };
    });
  return [...rows, ...missing, ...undeclared];
}

const rowWithoutResult = ({ id, stage, title }: Declared, verdict: CheckRow['verdict'], reason: string): CheckRow => ({
  id,
  title,
  stage,
  verdict,
  reason,
  durationMs: 0,
  variants: [],
});

function unreported(ctx: Context, check: Declared): CheckRow {
  const stage = ctx.stages.find((s) => s.stage === check.stage);
  const why = stage?.reason ? `: ${stage.reason}` : '';
  if (stage?.status === 'skipped') return rowWithoutResult(check, 'skipped', `stage skipped${why}`);
  if (stage?.status === 'inconclusive') return rowWithoutResult(check, 'inconclusive', `stage could not judge${why}`);
  return rowWithoutResult(check, 'broken', `no result${stage?.status === 'broken' ? ` (stage broken${why})` : ''}`);
}

const FROM_OUTCOME = {
  fail: 'breach',
  broken: 'broken',
  inconclusive: 'inconclusive',
  warn: 'warn',
  pass: 'pass',
  skipped: 'skipped',
} as const;
const ORDER = ['breach', 'broken', 'inconclusive', 'skipped', 'warn', 'pass'] as const;

function reported(ctx: Context, { id, title, stage }: Declared, records: readonly CheckRecord[]): CheckRow {
  const verdicts = records.map((r) => {
    const blind = ctx.ownNetwork && r.failures.length > 0 && r.failures.every((f) => NETWORK_CODES.has(f.code));
    return r.outcome === 'fail' && blind ? 'inconclusive' : FROM_OUTCOME[r.outcome];
  });
  const verdict = ORDER.find((v) => verdicts.includes(v)) ?? 'broken';
  const first = records.find((_, i) => verdicts[i] === verdict)?.failures[0];
  return {
    id,
    title,
    stage,
    verdict,
    ...(verdict !== 'pass' && first ? { reason: first.message } : {}),
    durationMs: records.reduce((s, r) => s + r.durationMs, 0),
    variants: records.map((r) => ({
      ...(r.variant === undefined ? {} : { variant: r.variant }),
      outcome: r.outcome,
      durationMs: r.durationMs,
      failures: r.failures,
      evidence: r.evidence,
      rerun: r.rerun,
      ...(r.attempts === undefined ? {} : { attempts: r.attempts }),
      ...(r.earlier === undefined ? {} : { earlier: r.earlier }),
    })),
  };
}
