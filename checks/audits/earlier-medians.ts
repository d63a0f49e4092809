// Compares a page with the medians of earlier runs. A change is a warning at most: the budget decides.
import { LEAST_PAST_RUNS, MATTERS_SHARE, SIGNIFICANT_P } from '../../judging.ts';
import { kpi, type KpiId } from '../../kpis.ts';
import type { MetricRecord } from '../../reports/result.ts';
import { show, type Budget } from './audit-budgets.ts';
import { rankTest } from '../../common/rank-test.ts';
import { median } from '../../common/statistics.ts';

/** Medians of earlier runs of one KPI on one page and form factor, oldest first. */
export type PastMedians = { kpi: KpiId; subject: string; variant: string; medians: number[] };

/** Smaller changes are invisible to a visitor, whatever their share. */
const MATTERS_AT_LEAST: Readonly<Record<Budget['unit'], number>> = {
  ms: 50,
  score: 0.02,
  ratio: 0.01,
  kB: 10,
  count: 1,
};

/** Undefined if there are too few earlier runs. */
export function againstPast(
  row: Budget & { kpi: KpiId },
  samples: readonly number[],
  past: readonly number[],
): MetricRecord['past'] {
  const [now, before] = [median(samples), median(past)];
  const change = rankTest(past, samples);
  if (past.length < LEAST_PAST_RUNS || now === undefined || before === undefined || !change) return undefined;
  const moved = now - before;
  const matters = Math.abs(moved) >= Math.max(MATTERS_AT_LEAST[row.unit], Math.abs(before) * MATTERS_SHARE);
  const changed = matters && change.p < SIGNIFICANT_P;
  const { op } = kpi(row.kpi).target;
  const worse = changed && (op === '<' || op === '<=' ? moved > 0 : moved < 0);
  const word = !changed ? 'as before' : worse ? 'worse than before' : 'better than before';
  const sign = moved >= 0 ? '+' : '-';
  const text = `${word}: ${show(before, row.unit)} in ${past.length} earlier runs, ${sign}${show(Math.abs(moved), row.unit)}, effect ${change.delta.toFixed(2)}, p ${change.p.toPrecision(2)}`;
  return { runs: past.length, median: before, effect: change.delta, p: change.p, worse, text };
}
