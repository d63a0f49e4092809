// What the page shows, read from the history and judged by the same rules as a run.
import { kpi, type KpiId } from '../../kpis.ts';
import { incidents } from '../alerts/incidents.ts';
import type { Incident } from '../alerts/state.ts';
import type { RunRow } from '../history/rows.ts';
import type { History } from '../history/store.ts';
import type { HttpRecord, MetricRecord } from '../result.ts';
import { judgeStatus } from '../verdict/kpi-figures.ts';
import { runbookState, type Judged } from '../verdict/kpi-verdict.ts';
import { judgeRatio, tally } from '../verdict/judge-ratio.ts';
import { judgeMean } from '../verdict/judge-times.ts';

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
  incidents: Incident[];
  runs: RunRow[];
};

/** The newest state of each dependency: an outage of this morning is an incident, not the present. */
const latest = (metrics: readonly MetricRecord[]): MetricRecord[] => [
  ...new Map(metrics.map((m) => [`${m.kpi} ${m.subject}`, m])).values(),
];

export async function readPage(history: History, now: Date): Promise<PageData> {
  const dayAgo = new Date(now.getTime() - DAY_MS);
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const first = new Date(today - (DAYS - 1) * DAY_MS);
  const samples = await history.samples(dayAgo, now);
  const metrics = latest(await history.metrics(dayAgo, now));
  const rollup = await history.rollup(new Date(first.getTime() - 1), now, DAY_MS);
  const availability = kpi('availability');
  const spent = tally(availability, rollup);
  const status = (id: KpiId): Judged =>
    judgeStatus(
      kpi(id),
      metrics.filter((m) => m.kpi === id),
    );
  return {
    target: history.target,
    generatedAt: now,
    kpis: [
      { id: 'availability', judged: judgeRatio(availability, samples) },
      { id: 'response-time', judged: judgeMean(kpi('response-time'), samples) },
      { id: 'error-rate', judged: judgeRatio(kpi('error-rate'), samples) },
      { id: 'health', judged: status('health') },
      { id: 'database', judged: status('database') },
      { id: 'external-apis', judged: status('external-apis') },
    ],
    days: Array.from({ length: DAYS }, (_, i) => dayOf(new Date(first.getTime() + i * DAY_MS), rollup)),
    budget: { failures: spent.failures, n: spent.n, allowed: spent.n * (1 - availability.target.limit) },
    incidents: await incidents(history, 'all', 20),
    runs: await history.runs(20),
  };
}

function dayOf(start: Date, rollup: readonly HttpRecord[]): Day {
  const availability = kpi('availability');
  const t = tally(
    availability,
    rollup.filter((r) => Date.parse(r.at) === start.getTime()),
  );
  const share = t.n === 0 ? null : (t.n - t.failures) / t.n;
  return { date: start.toISOString().slice(0, 10), share, n: t.n, level: runbookState(availability, share).level };
}
