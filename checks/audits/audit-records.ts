// Writes what was measured of a page: the record of its check, its budget rows, its KPIs, and the report of the median run.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckRecord, ErrorCode, Failure, Sink } from '../../reports/result.ts';
import { redactText } from '../../common/redact-text.ts';
import { SHORTEST_SECRET } from '../../common/secrets.ts';
import { show, type Budget } from './audit-budgets.ts';
import { filmstrip } from './filmstrip.ts';
import { reportOf } from './lighthouse.ts';
import type { Findings } from './lighthouse-figures.ts';
import { failureOf, judgeRows, type Judged } from './judge-audit.ts';
import type { Measured, Run } from './measure-page.ts';
import { againstPast, type PastMedians } from './earlier-medians.ts';
import { median as medianOf } from '../../common/statistics.ts';

export type Writing = {
  target: URL;
  /** A missed timing needs so many runs on an idle machine. */
  least: number;
  past: readonly PastMedians[];
  /** lighthouse/ below the run's folder. */
  outDir: string;
  sink: Sink;
  log: (line: string) => void;
};

/** Errors that say nothing about the page. */
const NOT_THE_SITE: Partial<Record<ErrorCode, CheckRecord['outcome']>> = {
  tool: 'broken',
  'no-account': 'inconclusive',
  'no-data': 'inconclusive',
  'edge-challenge': 'inconclusive',
  'rate-limited': 'inconclusive',
  'own-network': 'inconclusive',
};

/** Writes a metric record per KPI, a budget record per row, and the check's record. */
export function writePage(measured: Measured, how: Writing): void {
  const at = new Date().toISOString();
  const { pathname, formFactor, rows, samples, trouble } = measured;
  const of = { at, stage: 'audits', subject: pathname, variant: formFactor } as const;
  const median = medianRun(measured);
  const judged = samples.length === 0 ? [] : judgeRows(samples, rows, how.least, findingsOf(measured.runs, median));
  const clean = (text: string): string => redacted(text, measured.secrets);

  for (const row of rows.filter(isKpi)) {
    const found = judged.find((one) => one.row.id === row.id);
    const holds = found !== undefined && found.verdict !== 'inconclusive';
    const kept = holds ? found.samples : [];
    const note = found?.verdict === 'pass' || found === undefined ? found?.reason : holds ? undefined : found.reason;
    const why = note ?? (kept.length === 0 ? trouble?.message : undefined);
    const past = againstPast(row, kept, pastOf(how.past, row, measured));
    how.sink({
      kind: 'metric',
      ...of,
      kpi: row.kpi,
      samples: kept,
      ...(why === undefined ? {} : { note: clean(why) }),
      ...(past === undefined ? {} : { past }),
    });
  }
  for (const one of judged) how.sink({ kind: 'budget', ...of, ...budgetOf(one, clean) });

  const failures = [
    ...(trouble ? [trouble] : []),
    ...judged.flatMap((one) => failureOf(one, `${pathname} (${formFactor})`) ?? []),
  ].map(({ code, message }): Failure => ({ code, message: clean(message) }));
  const outcome = outcomeOf(judged, trouble);
  how.sink({
    kind: 'check',
    at,
    id: measured.page.id,
    stage: 'audits',
    variant: formFactor,
    outcome,
    durationMs: measured.durationMs,
    failures: outcome === 'pass' ? [] : failures,
    evidence: median ? keepReports(measured, median, how) : [],
    rerun: `npm run audit -- --target ${how.target.origin} --page ${pathname} --form-factor ${formFactor}`,
  });
  how.log(line(measured, judged, outcome));
}

const isKpi = (row: Budget): row is Budget & { kpi: NonNullable<Budget['kpi']> } => row.kpi !== undefined;

const pastOf = (past: readonly PastMedians[], row: Budget, { pathname, formFactor }: Measured): readonly number[] =>
  past.find((one) => one.kpi === row.kpi && one.subject === pathname && one.variant === formFactor)?.medians ?? [];

/** The worst outcome: a failing row, then an error of ours, then a row that was not judged, then a row that only warns. */
function outcomeOf(judged: readonly Judged[], trouble: Failure | undefined): CheckRecord['outcome'] {
  const has = (verdict: Judged['verdict']): boolean => judged.some((one) => one.verdict === verdict);
  const ofTrouble = trouble ? (NOT_THE_SITE[trouble.code] ?? 'fail') : undefined;
  if (ofTrouble === 'fail' || has('fail')) return 'fail';
  if (ofTrouble !== undefined) return ofTrouble;
  return has('inconclusive') ? 'inconclusive' : has('warn') ? 'warn' : 'pass';
}

const budgetOf = ({ row, verdict, samples, median, low, high, reason }: Judged, clean: (text: string) => string) => ({
  audit: row.id,
  op: row.op,
  limit: row.limit,
  unit: row.unit,
  level: row.level,
  source: row.source,
  verdict,
  samples,
  median: median ?? null,
  low: low ?? null,
  high: high ?? null,
  ...(reason === undefined ? {} : { reason: clean(reason) }),
});

/**
 * The median run: nearest to the medians of First Contentful Paint and Time to Interactive, as Lighthouse chooses its median run.
 * Runs on an idle machine are preferred.
 */
export function medianRun({ runs, samples }: Pick<Measured, 'runs' | 'samples'>): Run | undefined {
  const fit = runs.filter((_, i) => samples[i]?.machineProblem === undefined);
  const among = fit.length > 0 ? fit : runs;
  const fcp = medianOf(among.map((run) => run.figures['fcp'] ?? 0)) ?? 0;
  const interactive = medianOf(among.map((run) => run.interactiveMs)) ?? 0;
  const distance = (run: Run): number =>
    ((run.figures['fcp'] ?? 0) - fcp) ** 2 + (run.interactiveMs - interactive) ** 2;
  return among.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** What the page does wrong: from the first run, which has all categories, and from the median run. */
const findingsOf = (runs: readonly Run[], median: Run | undefined): Findings => ({
  ...runs[0]?.findings,
  ...median?.findings,
});

/** Returns paths below the run's folder. */
function keepReports(measured: Measured, run: Run, { outDir }: Writing): string[] {
  const name = `${measured.page.id}-${measured.formFactor}`;
  const strip = filmstrip(run.frames, `${measured.pathname} (${measured.formFactor}) while it loaded`);
  const { html, json } = reportOf(run.lhr, (measured.runs[0] ?? run).lhr);
  const files: [string, string][] = [
    [`${name}.html`, html],
    [`${name}.json`, json],
    ...(strip === undefined ? [] : [[`${name}.filmstrip.svg`, strip] as [string, string]]),
  ];
  return files.map(([file, text]) => {
    writeFileSync(path.join(outDir, file), redacted(text, measured.secrets));
    return `${path.basename(outDir)}/${file}`;
  });
}

const redacted = (text: string, secrets: readonly string[]): string =>
  redactText(
    text,
    secrets.filter((secret) => secret.length >= SHORTEST_SECRET),
  );

const SHOWN = ['lcp', 'fcp', 'tbt', 'cls', 'lighthouse-performance'];
const SIGN = { pass: '✓', warn: '!', fail: '✗', inconclusive: '?', broken: '✗', skipped: '·' } as const;

/** `✓ / mobile: lcp 1,402 ms, fcp 923 ms, tbt 13.4 ms, cls 0, lighthouse-performance 1 (n 3)`. */
function line(
  { pathname, formFactor, samples, trouble }: Measured,
  judged: readonly Judged[],
  outcome: CheckRecord['outcome'],
): string {
  const figures = judged
    .filter(({ row, median }) => SHOWN.includes(row.id) && median !== undefined)
    .map(({ row, median }) => `${row.id} ${show(median as number, row.unit)}`);
  const told = trouble ? [`${trouble.code}: ${trouble.message}`] : [];
  return `${SIGN[outcome]} ${pathname} ${formFactor}: ${[...told, ...figures].join(', ')} (n ${samples.length})`;
}
