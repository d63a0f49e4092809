// What the pages show, read from the history and judged by the same rules as a run.
import { failureLimit } from '../../common/number-text.ts';
import { BURN, PAGE_RULES, RETENTION } from '../../judging.ts';
import { kpi, type KpiId } from '../../kpis.ts';
import type { HttpRecord, MetricRecord } from '../../reports/result.ts';
import { judgeRatio } from '../../reports/verdict/judge-ratio.ts';
import { judgeMean } from '../../reports/verdict/judge-times.ts';
import { judgeStatus } from '../../reports/verdict/kpi-figures.ts';
import type { Judged } from '../../reports/verdict/kpi-verdict.ts';
import { sumOutside } from '../alerts/facts.ts';
import { maintenanceOf, type Maintenance, type MaintenanceWindow } from '../alerts/maintenance.ts';
import { burntShare } from '../alerts/rules/budget-burn.ts';
import type { Span } from '../alerts/spans.ts';
import { readCapacities, readLoads, readRuns, type Capacity } from '../history/run-reads.ts';
import type { LoadRow, RunRow } from '../history/run-rows.ts';
import type { History } from '../history/store.ts';
import { openIncidentStore } from '../incidents/incident-store.ts';
import type { TimelineEntry } from '../incidents/incident-store.ts';
import type { Incident } from '../incidents/incident.ts';
import { readSilences, silentSpans } from '../incidents/silences.ts';
import { isAboutSite, type Sample } from '../sample.ts';
import type { Deployment, StateReading, WindowSum } from '../window-source.ts';
import { readCheckEnds, readFigures, type CheckEnd, type Figure } from './read-ends.ts';
import { RANGES, readSeries, YEAR, type Range, type Series } from './read-series.ts';

const DAY_MS = 86_400_000;
const MOST_INCIDENTS = 500;
/** Failures that an incident's page shows: the first say what broke, the rest repeats it. */
const FIRST_FAILURES = 8;
const FIRST_FAILURES_MS = 120_000;
/** Pages of runs that are written at most: the gate's of about a year, and the ticks that did not pass. */
const MOST_RUNS = 1_500;

/** How fast the budget burns, as a multiple of what 30 days allow; `now`: in the short window of the same alert. */
export type Burn = {
  id: string;
  factor: number;
  longMs: number;
  found: number | null;
  now: number | null;
  coverage: number;
};
export type Budget = {
  failures: number;
  n: number;
  /** Failures that the target allows of so many probes. */
  allowed: number;
  burns: readonly Burn[];
};
export type PageIncident = {
  incident: Incident;
  timeline: readonly TimelineEntry[];
  outage: WindowSum;
  before: WindowSum;
  /** The first failures, while the single answers are kept. */
  samples: readonly Sample[];
};
export type PageKpi = { id: KpiId; judged: Judged };

export type PageData = {
  target: string;
  nowMs: number;
  /** Of the newest sample; null where there never was one. */
  lastSeenMs: number | null;
  /** Of the last 24 hours, without maintenance. */
  kpis: readonly PageKpi[];
  budget: Budget;
  ranges: readonly { range: Range; series: Series }[];
  year: Series;
  maintenance: readonly Span[];
  deployments: readonly Deployment[];
  incidents: readonly PageIncident[];
  runs: readonly RunRow[];
  checks: readonly CheckEnd[];
  figures: readonly Figure[];
  loads: readonly LoadRow[];
  capacities: readonly Capacity[];
};

export async function readPageData(
  history: History,
  now: Date,
  windows: readonly MaintenanceWindow[] = [],
): Promise<PageData> {
  const nowMs = now.getTime();
  const silences = await readSilences(history.db, history.target, nowMs - YEAR.ms, nowMs + DAY_MS);
  const quiet = maintenanceOf(windows, silentSpans(silences));
  const ranges = [];
  for (const range of RANGES) ranges.push({ range, series: await readSeries(history, range, nowMs) });
  return {
    target: history.target,
    nowMs,
    lastSeenMs: await newestSample(history),
    kpis: await judgedKpis(history, nowMs, quiet),
    budget: await readBudget(history, nowMs, quiet),
    ranges,
    year: await readSeries(history, YEAR, nowMs, false),
    maintenance: quiet(nowMs - YEAR.ms, nowMs + DAY_MS),
    deployments: await history.deployments(nowMs - YEAR.ms, nowMs),
    incidents: await readIncidents(history),
    runs: await readAllRuns(history),
    checks: await readCheckEnds(history, nowMs - RETENTION.checksMs, nowMs),
    figures: await readFigures(history, nowMs - YEAR.ms),
    loads: await readLoads(history, 400),
    capacities: await readCapacities(history, 400),
  };
}

/** Rollups know it to a minute, also when raw samples were pruned. */
async function newestSample(history: History): Promise<number | null> {
  const [raw] = await history.rows('SELECT MAX(at) AS at FROM samples WHERE target = ?');
  if (raw?.['at'] !== null && raw !== undefined) return Number(raw['at']);
  const [day] = await history.rows('SELECT MAX(bucket) AS bucket FROM days WHERE target = ?');
  return day === undefined || day['bucket'] === null ? null : (Number(day['bucket']) + 1) * DAY_MS;
}

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

const metricOf = ({ at, kpi: id, subject, value }: StateReading): MetricRecord => ({
  kind: 'metric',
  at: new Date(at).toISOString(),
  stage: 'contracts',
  kpi: id as KpiId,
  subject,
  samples: [value],
});

async function judgedKpis(history: History, nowMs: number, maintenance: Maintenance): Promise<PageKpi[]> {
  const fromMs = nowMs - PAGE_RULES.kpiWindowMs;
  const records: HttpRecord[] = [];
  for (const endpoint of await history.endpoints(fromMs, nowMs)) {
    const sum = await sumOutside(history, { maintenance }, fromMs, nowMs, endpoint);
    const [p95] = (await history.percentiles(endpoint, fromMs, nowMs, [95])) ?? [];
    if (sum.n > 0) records.push(recordOf(endpoint, sum, p95 ?? 0));
  }
  // The newest state of each dependency: an outage of this morning is an incident, not the present.
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

async function readBudget(history: History, nowMs: number, maintenance: Maintenance): Promise<Budget> {
  const site = { maintenance };
  const allowedShare = failureLimit(kpi('availability').target);
  const { n, valid } = await sumOutside(history, site, nowMs - PAGE_RULES.budgetWindowMs, nowMs);
  const burns: Burn[] = [];
  const burnt = (sum: WindowSum): number | null => (sum.n === 0 ? null : burntShare(sum) / allowedShare);
  for (const { id, factor, longMs, shortMs } of BURN) {
    const sum = await sumOutside(history, site, nowMs - longMs, nowMs);
    const now = burnt(await sumOutside(history, site, nowMs - shortMs, nowMs));
    burns.push({ id, factor, longMs, found: burnt(sum), now, coverage: sum.coverage });
  }
  return { failures: n - valid, n, allowed: n * allowedShare, burns };
}

async function readIncidents(history: History): Promise<PageIncident[]> {
  const store = openIncidentStore(history.db, history.target);
  const found: PageIncident[] = [];
  for (const incident of await store.list('all', MOST_INCIDENTS)) {
    const endMs = Math.max(incident.lastBadMs, incident.startedMs + 1);
    const outage = await history.sum('*', incident.startedMs - 1, endMs);
    const before = await history.sum(
      '*',
      incident.startedMs - (endMs - incident.startedMs) - 1,
      incident.startedMs - 1,
    );
    const first = await history.samples(incident.startedMs - 1, incident.startedMs + FIRST_FAILURES_MS);
    const samples = first.filter((s) => s.class !== 'valid' && isAboutSite(s.class)).slice(0, FIRST_FAILURES);
    found.push({ incident, timeline: await store.timeline(incident.id), outage, before, samples });
  }
  return found;
}

/** Newest first: every run that was not a tick, and the ticks that did not pass. */
async function readAllRuns(history: History): Promise<RunRow[]> {
  const [gates, ticks] = await Promise.all([
    readRuns(history, MOST_RUNS, ['gate', 'quick', 'nightly', 'journeys']),
    readRuns(history, 12 * MOST_RUNS, ['monitor']),
  ]);
  const bad = ticks.filter(({ verdict }) => verdict !== 'pass');
  return [...gates, ...bad].toSorted((a, b) => b.startedAt - a.startedAt).slice(0, MOST_RUNS);
}
