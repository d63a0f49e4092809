// What judging one KPI gives, before the run's profile and stages say whether it had to be judged.
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

/** What the runbook's words say of the number found, read literally: no bound, no minimum of samples. */
export function runbookState(kpi: Kpi, found: number | null): KpiRow['runbookState'] {
  if (found === null) return { level: 'no-data', text: 'nothing measured' };
  const value = show(found, kpi.unit);
  const alert = kpi.alerts.find((a) => !holds(found, a));
  if (alert) {
    return { level: alert.level, text: `${value} leaves ${showLine(alert, kpi.unit)} (${alert.runbook})` };
  }
  const level = holds(found, kpi.target) ? 'within-target' : 'target-missed';
  return { level, text: `${value} against ${showLine(kpi.target, kpi.unit)}` };
}
