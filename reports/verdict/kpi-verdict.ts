// The result of judging one KPI, before the run's profile and stages decide whether it was required.
import { holds, type Kpi } from '../../kpis.ts';
import { show, showLine } from '../../common/number-text.ts';
import type { KpiRow } from './verdict-format.ts';

export type Judged = Pick<
  KpiRow,
  'verdict' | 'found' | 'text' | 'n' | 'reason' | 'runbookState' | 'lines' | 'parts' | 'sources'
>;

/** Nothing was measured. */
export const noData = (kpi: Kpi, reason: string): Judged => ({
  verdict: 'inconclusive',
  found: null,
  text: 'no data',
  n: 0,
  reason,
  runbookState: runbookState(kpi, null),
  lines: [],
  parts: [],
  sources: [],
});

/** The runbook's literal verdict on the found number: without bounds and without a minimum of samples. */
export function runbookState(kpi: Kpi, found: number | null): KpiRow['runbookState'] {
  if (found === null) return { level: 'no-data', text: 'nothing measured' };
  const value = show(found, kpi.unit);
  const alert = kpi.alerts.find((a) => !holds(found, a));
  if (alert) {
    return { level: alert.level, text: `${value} violates ${showLine(alert, kpi.unit)} (${alert.runbook})` };
  }
  const level = holds(found, kpi.target) ? 'within-target' : 'target-missed';
  return { level, text: `${value} against ${showLine(kpi.target, kpi.unit)}` };
}
