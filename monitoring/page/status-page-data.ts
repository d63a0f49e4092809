// What the page shows, read from the history and judged by the same rules as a run.
import { kpi, type KpiId } from '../../kpis.ts';
import type { HttpRecord, MetricRecord } from '../../reports/result.ts';
import { judgeRatio } from '../../reports/verdict/judge-ratio.ts';
import { tally } from '../../reports/verdict/ratio-tally.ts';
import { judgeMean } from '../../reports/verdict/judge-times.ts';
import { judgeStatus } from '../../reports/verdict/kpi-figures.ts';
import { runbookState, type Judged } from '../../reports/verdict/kpi-verdict.ts';
import { readRuns } from '../history/run-reads.ts';
import type { RunRow } from '../history/run-rows.ts';
import type { History } from '../history/store.ts';
import { noticeIncident, type NoticeIncident } from '../incidents/incident-notice.ts';
import { openIncidentStore } from '../incidents/incident-store.ts';
import type { StateReading, WindowSum } from '../window-source.ts';

const DAY_MS = 86_400_000;
export const DAYS = 30;

/** A day's availability; null where nothing was probed. */
export type Day = { date: string; share: number | null; n: number; level: Judged['runbookState']['level'] };

export type PageData = {
  target: string;
  generatedAt: Date;
  /** Of the last 24 hours. */
  kpis: { id: KpiId; judged: Judged }[];
  days: Day[];
  /** Failures of the last 30 days against what 99.9 % of as many probes allows. */
  budget: { failures: number; n: number; allowed: number };
  incidents: NoticeIncident[];
  runs: RunRow[];
};

/** The newest state of each dependency: an outage of this morning is an incident, not the present. */
const latest = (states: readonly StateReading[]): MetricRecord[] =>
  [...new Map(states.map((state) => [`${state.kpi} ${state.subject}`, state])).values()].map(metricOf);

const metricOf = ({ at, kpi: id, subject, value }: StateReading): MetricRecord => ({
  kind: 'metric',
  at: new Date(at).toISOString(),
  stage: 'contracts',
  kpi: id as KpiId,
  subject,
  samples: [value],
});

/** A window of one endpoint as the record that the verdict judges: what is not about the site is not in it. */
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

async function endpointRecords(history: History, fromMs: number, toMs: number): Promise<HttpRecord[]> {
  const records: HttpRecord[] = [];
  for (const endpoint of await history.endpoints(fromMs, toMs)) {
    const [p95] = (await history.percentiles(endpoint, fromMs, toMs, [95])) ?? [];
    const record = recordOf(endpoint, await history.sum(endpoint, fromMs, toMs), p95 ?? 0);
    if (record.requests > 0) records.push(record);
  }
  return records;
}

export async function readPage(history: History, now: Date): Promise<PageData> {
  const nowMs = now.getTime();
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const first = today - (DAYS - 1) * DAY_MS;
  const records = await endpointRecords(history, nowMs - DAY_MS, nowMs);
  const metrics = latest(await history.states(nowMs - DAY_MS, nowMs));
  const availability = kpi('availability');
  const spent = tally(availability, [recordOf('*', await history.sum('*', first, nowMs), 0)]);
  const status = (id: KpiId): Judged =>
    judgeStatus(
      kpi(id),
      metrics.filter((m) => m.kpi === id),
    );
  const days: Day[] = [];
  for (let i = 0; i < DAYS; i += 1) {
    const start = first + i * DAY_MS;
    days.push(dayOf(start, await history.sum('*', start, Math.min(start + DAY_MS, nowMs))));
  }
  return {
    target: history.target,
    generatedAt: now,
    kpis: [
      { id: 'availability', judged: judgeRatio(availability, records) },
      { id: 'response-time', judged: judgeMean(kpi('response-time'), records) },
      { id: 'error-rate', judged: judgeRatio(kpi('error-rate'), records) },
      { id: 'health', judged: status('health') },
      { id: 'database', judged: status('database') },
      { id: 'external-apis', judged: status('external-apis') },
    ],
    days,
    budget: { failures: spent.failures, n: spent.n, allowed: spent.n * (1 - availability.target.limit) },
    incidents: (await openIncidentStore(history.db, history.target).list('all', 20)).map((i) =>
      noticeIncident(history.target, i),
    ),
    runs: await readRuns(history, 20),
  };
}

function dayOf(startMs: number, sum: WindowSum): Day {
  const availability = kpi('availability');
  const t = tally(availability, [recordOf('*', sum, 0)]);
  const share = t.n === 0 ? null : (t.n - t.failures) / t.n;
  const date = new Date(startMs).toISOString().slice(0, 10);
  return { date, share, n: t.n, level: runbookState(availability, share).level };
}
