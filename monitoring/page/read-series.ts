// Reads the series of the charts: rollups of each endpoint, summed into the stretches of a range. One query for each range.
import type { SampleClass } from '../sample.ts';
import { percentilesMs, type LatencyCounts } from '../history/latency-histogram.ts';
import { LEVELS, mergeRow, readRow, emptyRow, type RollupRow } from '../history/rollup-row.ts';
import type { History } from '../history/store.ts';
import { isAboutSite } from '../sample.ts';
import { SLOT_MS } from '../slot-map.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type RangeId = '24-hours' | '7-days' | '30-days' | '90-days' | 'year';
export type Range = { id: RangeId; name: string; ms: number; stepMs: number; table: (typeof LEVELS)[number]['table'] };
/** The ranges of the charts. Each has about sixty stretches, so that its table stays readable. */
export const RANGES: readonly Range[] = [
  { id: '24-hours', name: '24 hours', ms: DAY_MS, stepMs: HOUR_MS / 2, table: 'ten_minutes' },
  { id: '7-days', name: '7 days', ms: 7 * DAY_MS, stepMs: 3 * HOUR_MS, table: 'hours' },
  { id: '30-days', name: '30 days', ms: 30 * DAY_MS, stepMs: 12 * HOUR_MS, table: 'hours' },
  { id: '90-days', name: '90 days', ms: 90 * DAY_MS, stepMs: DAY_MS, table: 'days' },
];
export const YEAR: Range = { id: 'year', name: 'year', ms: 366 * DAY_MS, stepMs: DAY_MS, table: 'days' };

/** One stretch of a chart, `fromMs < at <= toMs`. Times in ms; null where nothing was measured. */
export type Stretch = {
  fromMs: number;
  toMs: number;
  n: number;
  valid: number;
  serverErrors: number;
  classes: Partial<Record<SampleClass, number>>;
  p50: number | null;
  p95: number | null;
  mean: number | null;
  max: number | null;
  /** Share of the time, 0..1, with a sample about the site, and with any. */
  coverage: number;
  watched: number;
};
/** Stretches by endpoint, oldest first, without gaps; `*` is all of them together. */
export type Series = ReadonlyMap<string, readonly Stretch[]>;

/** `withLatency` false: p50 and p95 stay null, and the year is read in a fraction of the time. */
export async function readSeries(history: History, range: Range, nowMs: number, withLatency = true): Promise<Series> {
  const level = LEVELS.find(({ table }) => table === range.table) as (typeof LEVELS)[number];
  const end = Math.ceil(nowMs / range.stepMs) * range.stepMs;
  const start = end - Math.ceil(range.ms / range.stepMs) * range.stepMs;
  const columns = `bucket, w.word AS endpoint, valid, others, ttfb_n, ttfb_sum, ttfb_max, slots${withLatency ? ', latency' : ''}`;
  const rows = await history.rows(
    `SELECT ${columns} FROM ${level.table} r JOIN words w ON w.id = r.endpoint WHERE target = ? AND bucket >= ? AND bucket < ?`,
    [start / level.ms, end / level.ms],
  );
  const steps = (end - start) / range.stepMs;
  const byEndpoint = new Map<string, (RollupRow | undefined)[]>();
  const all = new Array<RollupRow | undefined>(steps);
  byEndpoint.set('*', all);
  for (const row of rows) {
    const at = Number(row['bucket']) * level.ms;
    const step = Math.floor((at - start) / range.stepMs);
    const name = String(row['endpoint']);
    let of = byEndpoint.get(name);
    if (of === undefined) byEndpoint.set(name, (of = new Array<RollupRow | undefined>(steps)));
    const read = widened(readRow(row, level.ms, withLatency), (at - start) % range.stepMs, level.ms, range.stepMs);
    for (const into of [of, all]) {
      const known = (into[step] ??= emptyRow(range.stepMs));
      mergeRow(known, read);
    }
  }
  const series = new Map<string, Stretch[]>();
  for (const name of [...byEndpoint.keys()].sort()) {
    const of = byEndpoint.get(name) as (RollupRow | undefined)[];
    const stretches: Stretch[] = [];
    for (let i = 0; i < steps; i += 1) {
      const fromMs = start + i * range.stepMs;
      stretches.push(await stretchOf(of[i], fromMs, Math.min(fromMs + range.stepMs, nowMs), withLatency));
    }
    series.set(name, stretches);
  }
  return series;
}

/** The row's slots, shifted to their place in the longer stretch. */
export function widened(row: RollupRow, offsetMs: number, ms: number, stepMs: number): RollupRow {
  if (ms === stepMs) return row;
  const moved = (bytes: Uint8Array): Uint8Array => {
    const wide = new Uint8Array(Math.ceil(stepMs / SLOT_MS / 8));
    const first = offsetMs / SLOT_MS;
    for (let slot = 0; slot < ms / SLOT_MS; slot += 1)
      if (((bytes[slot >> 3] ?? 0) >> (slot & 7)) & 1) {
        const to = first + slot;
        wide[to >> 3] = (wide[to >> 3] ?? 0) | (1 << (to & 7));
      }
    return wide;
  };
  const about = moved(row.about);
  return { ...row, about, any: row.any === row.about ? about : moved(row.any) };
}

async function stretchOf(
  row: RollupRow | undefined,
  fromMs: number,
  toMs: number,
  withLatency: boolean,
): Promise<Stretch> {
  const slots = Math.max(1, (toMs - fromMs) / SLOT_MS);
  const share = (bytes: Uint8Array | undefined): number => Math.min(1, (bytes ? bitsOf(bytes) : 0) / slots);
  const classes = row?.classes ?? {};
  const names = Object.keys(classes) as SampleClass[];
  const [p50, p95] = (withLatency && row ? await percentilesMs(row.latency as LatencyCounts, [50, 95]) : null) ?? [];
  return {
    fromMs,
    toMs,
    n: names.filter(isAboutSite).reduce((n, name) => n + (classes[name] ?? 0), 0),
    valid: classes.valid ?? 0,
    serverErrors: classes['server-error'] ?? 0,
    classes,
    p50: p50 ?? null,
    p95: p95 ?? null,
    mean: row !== undefined && row.ttfbN > 0 ? row.ttfbSum / row.ttfbN / 10 : null,
    max: row !== undefined && row.ttfbN > 0 ? row.ttfbMax / 10 : null,
    coverage: share(row?.about),
    watched: share(row?.any),
  };
}

function bitsOf(bytes: Uint8Array): number {
  let n = 0;
  for (let byte of bytes) for (; byte > 0; byte &= byte - 1) n += 1;
  return n;
}
