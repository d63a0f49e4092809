// The KPIs of the last 24 hours, judged by the same rules as a run.
import { PAGE_RULES } from '../../judging.ts';
import { kpi, type KpiId } from '../../kpis.ts';
import type { HttpRecord, MetricRecord } from '../../reports/result.ts';
import { judgeRatio } from '../../reports/verdict/judge-ratio.ts';
import { judgeMean } from '../../reports/verdict/judge-times.ts';
import { judgeStatus } from '../../reports/verdict/kpi-figures.ts';
import type { Judged } from '../../reports/verdict/kpi-verdict.ts';
import { sumOutside } from '../alerts/facts.ts';
import type { Maintenance } from '../alerts/maintenance.ts';
import type { History } from '../history/store.ts';
import type { StateReading, WindowSum } from '../window-source.ts';

export type PageKpi = { id: KpiId; judged: Judged };

/** A window of one endpoint as the record that the verdict judges. Samples that are not about the site are left out. */
const recordOf = (endpoint: string, sum: WindowSum, p95Ms: number): HttpRecord => ({
  kind: 'http',
  at: new Date(sum.toMs).toISOString(),
  stage: 'contracts',
  source: 'probe',
  endpoint,
  requests: sum.n,
  valid: sum.valid,
  serverErrors: sum.classes['server-error'] ?? 0,
  rateLimited: 0,
  timeouts: sum.classes.timeout ?? 0,
  ttfb: { ...sum.ttfb, p95Ms },
  failures: [],
});

const metricOf = ({ at, kpi: id, subject, value }: StateReading): MetricRecord => ({
  kind: 'metric',
  at: new Date(at).toISOString(),
  stage: 'contracts',
  kpi: id as KpiId,
  subject,
  samples: [value],
});

/** `nowMs`: in ms since 1970, the end of the window. */
export async function readKpis(history: History, nowMs: number, maintenance: Maintenance): Promise<PageKpi[]> {
  const fromMs = nowMs - PAGE_RULES.kpiWindowMs;
  const records: HttpRecord[] = [];
  for (const endpoint of await history.endpoints(fromMs, nowMs)) {
    const sum = await sumOutside(history, { maintenance }, fromMs, nowMs, endpoint);
    const [p95] = (await history.percentiles(endpoint, fromMs, nowMs, [95])) ?? [];
    if (sum.n > 0) records.push(recordOf(endpoint, sum, p95 ?? 0));
  }
  // Only the newest state of each dependency counts: an earlier outage is shown as an incident.
  const states = await history.states(fromMs, nowMs);
  const metrics = [...new Map(states.map((s) => [`${s.kpi} ${s.subject}`, s])).values()].map(metricOf);
  const status = (id: KpiId): PageKpi => ({
    id,
    judged: judgeStatus(
      kpi(id),
      metrics.filter((m) => m.kpi === id),
    ),
  });
  return [
    { id: 'availability', judged: judgeRatio(kpi('availability'), records) },
    { id: 'response-time', judged: judgeMean(kpi('response-time'), records) },
    { id: 'error-rate', judged: judgeRatio(kpi('error-rate'), records) },
    status('health'),
    status('database'),
    status('external-apis'),
  ];
}
