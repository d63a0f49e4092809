// Judges the runs of a page, one row of the budget table after another. Pure.
import { holds } from '../../kpis.ts';
import type { Failure } from '../../reports/result.ts';
import { show, showLimit, type Budget } from './audit-budgets.ts';
import { median as medianOf, medianInterval } from '../../common/statistics.ts';
import { judgedOn, unclear, type Sample } from './sequential-runs.ts';

export type Judged = {
  row: Budget;
  verdict: 'pass' | 'fail' | 'warn' | 'inconclusive';
  /** The runs that decided. */
  samples: number[];
  median: number | undefined;
  low: number | undefined;
  high: number | undefined;
  /** Why it is not a plain pass, or a remark on the samples. */
  reason?: string;
};

/** `least`: so many runs on an idle machine are needed to prove a missed timing. `findings`: row -> what the page does wrong. */
export function judgeRows(
  samples: readonly Sample[],
  rows: readonly Budget[],
  least: number,
  findings: Readonly<Record<string, string>> = {},
): Judged[] {
  return rows.map((row) => {
    const { values, fit } = judgedOn(samples, row, least);
    const median = medianOf(values);
    const interval = medianInterval(values);
    const base = { row, samples: values, median, low: interval?.low, high: interval?.high };
    if (median === undefined) return { ...base, verdict: 'inconclusive', reason: 'could not be measured' };
    const why = samples.findLast((sample) => sample.machineProblem !== undefined)?.machineProblem ?? '';
    if (holds(median, row)) {
      // A page within its limit on a busy machine passes. The value is not stored as history.
      return { ...base, verdict: 'pass', ...(fit ? {} : { reason: why }) };
    }
    if (!fit) return { ...base, verdict: 'inconclusive', reason: `${show(median, row.unit)} found, but ${why}` };
    const found = findings[row.id];
    return {
      ...base,
      verdict: row.level,
      reason: [`must be ${showLimit(row)}`, spread(values, row), ...(found === undefined ? [] : [found])].join('; '),
    };
  });
}

/** `median of 3: 2,610 ms, 2,655 ms, 2,702 ms`. */
function spread(values: readonly number[], row: Budget): string {
  if (values.length === 1) return 'a single run';
  const all = values.map((value) => show(value, row.unit));
  const remark = unclear(values, row) ? '; its interval spans the limit' : '';
  return new Set(all).size === 1
    ? `the same in all ${values.length} runs`
    : `median of ${values.length}: ${all.join(', ')}${remark}`;
}

/** The failure that a row causes in its check; undefined: none. */
export function failureOf({ row, verdict, median, reason }: Judged, subject: string): Failure | undefined {
  if (verdict === 'pass') return undefined;
  const found = median === undefined ? 'nothing' : show(median, row.unit);
  const message = `${row.id} on ${subject}: ${verdict === 'inconclusive' ? '' : `${found}, `}${reason ?? ''}`;
  return { code: verdict === 'inconclusive' ? (median === undefined ? 'no-data' : 'machine') : 'budget', message };
}
