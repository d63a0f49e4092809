// Everything that the pages show, read from the history.
import { RETENTION } from '../../judging.ts';
import { maintenanceOf, type MaintenanceWindow } from '../alerts/maintenance.ts';
import type { Span } from '../alerts/spans.ts';
import {
  readCapacities,
  readCheckEnds,
  readFigures,
  readLoads,
  readRuns,
  type Capacity,
  type CheckEnd,
  type Figure,
} from '../history/run-reads.ts';
import type { LoadRow, RunRow } from '../history/run-rows.ts';
import type { History } from '../history/store.ts';
import { readSilences, silentSpans } from '../incidents/silences.ts';
import type { Deployment } from '../window-source.ts';
import { readBudget, type Budget } from './read-budget.ts';
import { readIncidents, type PageIncident } from './read-incidents.ts';
import { readKpis, type PageKpi } from './read-kpis.ts';
import { RANGES, readSeries, YEAR, type Range, type Series } from './read-series.ts';

const DAY_MS = 86_400_000;
/** The maximum number of runs with a page: about a year of gates, and the ticks that did not pass. */
const MOST_RUNS = 1_500;

export type PageData = {
  target: string;
  nowMs: number;
  /** The time of the newest sample; null if there is none. */
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
    kpis: await readKpis(history, nowMs, quiet),
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

/** The time of the newest sample. After the raw samples are pruned, the daily sums still have it. */
async function newestSample(history: History): Promise<number | null> {
  const [raw] = await history.rows('SELECT MAX(at) AS at FROM samples WHERE target = ?');
  if (raw?.['at'] !== null && raw !== undefined) return Number(raw['at']);
  const [day] = await history.rows('SELECT MAX(bucket) AS bucket FROM days WHERE target = ?');
  return day === undefined || day['bucket'] === null ? null : (Number(day['bucket']) + 1) * DAY_MS;
}

/** Newest first: all runs except ticks that passed. */
async function readAllRuns(history: History): Promise<RunRow[]> {
  const [gates, ticks] = await Promise.all([
    readRuns(history, MOST_RUNS, ['gate', 'quick', 'nightly', 'journeys']),
    readRuns(history, 12 * MOST_RUNS, ['monitor']),
  ]);
  const bad = ticks.filter(({ verdict }) => verdict !== 'pass');
  return [...gates, ...bad].toSorted((a, b) => b.startedAt - a.startedAt).slice(0, MOST_RUNS);
}
