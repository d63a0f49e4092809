// The rollups of a simulated history (minute, ten minutes, hour, day), as they are after pruning.
import type { Transaction } from '../history/database.ts';
import { bucketOfTenths, count } from '../history/latency-histogram.ts';
import { emptyRow, LEVELS, mergeRow, valuesOf, type RollupRow } from '../history/rollup-row.ts';
import { widened } from '../page/read-series.ts';
import { isAboutSite } from '../sample.ts';
import { insertRows } from './insert-rows.ts';
import { daily, isGap, outageAt, USUAL_FAILURES, type SimulatedHistory } from './simulated-schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Retention of the rollups by minute and by ten minutes. */
export const MINUTES_MS = 2 * DAY;
export const TEN_MINUTES_MS = 90 * DAY;
/** Probes of one endpoint in ten minutes: 0.8 a second over nine endpoints. */
const PROBES = 53;

type EndpointRollups = SimulatedHistory & {
  site: number;
  endpoint: number;
  baseMs: number;
  startMs: number;
  endMs: number;
  random: () => number;
};

/** Quantiles of a time to first byte, as multiples of its usual value. */
const QUANTILES = [0.72, 0.82, 0.9, 0.97, 1.04, 1.15, 1.35, 2.1] as const;

function rowOf(of: EndpointRollups, ms: number, lengthMs: number): RollupRow {
  const row = emptyRow(lengthMs);
  if (isGap(of, ms)) return row;
  const n = Math.max(1, Math.round((PROBES * lengthMs) / (10 * MINUTE)));
  const outage = outageAt(of, ms);
  let failures = 0;
  if (outage !== undefined) failures = Math.round(n * outage.share);
  else if (of.random() < USUAL_FAILURES * n) failures = 1;
  const name = outage?.class ?? 'server-error';
  if (n > failures) row.classes.valid = n - failures;
  if (failures > 0) row.classes[name] = failures;
  const usual = of.baseMs * daily(ms) * (0.95 + 0.1 * of.random()) * (outage ? 3 : 1);
  const answered = name === 'network' ? n - failures : n;
  for (let i = 0; i < QUANTILES.length && answered > 0; i += 1) {
    const some = Math.floor(((i + 1) * answered) / QUANTILES.length) - Math.floor((i * answered) / QUANTILES.length);
    if (some === 0) continue;
    const tenths = Math.round(usual * (QUANTILES[i] ?? 1) * 10);
    count(row.latency, bucketOfTenths(tenths), some);
    row.ttfbN += some;
    row.ttfbSum += some * tenths;
    row.ttfbMax = Math.max(row.ttfbMax, tenths);
  }
  // A tick probes for 270 s of 5 minutes.
  for (let slot = 0; slot < lengthMs / 30_000; slot += 1)
    if ((ms / 30_000 + slot) % 10 !== 9) {
      row.any[slot >> 3] = (row.any[slot >> 3] ?? 0) | (1 << (slot & 7));
      if (isAboutSite(name)) row.about[slot >> 3] = row.any[slot >> 3] ?? 0;
    }
  return row;
}

/** All levels of one endpoint. The finest retained level is simulated, the coarser ones are its sums. */
export async function writeRollups(tx: Transaction, of: EndpointRollups): Promise<void> {
  const [minutes, tens, hours, days] = LEVELS;
  if (!minutes || !tens || !hours || !days) return;
  const pending = { minutes: [] as Entry[], ten_minutes: [] as Entry[], hours: [] as Entry[], days: [] as Entry[] };
  const keep = (table: keyof typeof pending, bucket: number, row: RollupRow): void =>
    void (row.any.some((byte) => byte > 0) && pending[table].push({ bucket, row }));
  let day: { bucket: number; row: RollupRow } | undefined;
  let hour: { bucket: number; row: RollupRow } | undefined;
  const closeHour = (): void => {
    if (hour === undefined) return;
    keep('hours', hour.bucket, hour.row);
    const bucket = Math.floor((hour.bucket * HOUR) / DAY);
    if (day !== undefined && day.bucket !== bucket) closeDay();
    day ??= { bucket, row: emptyRow(DAY) };
    mergeRow(day.row, widened(hour.row, (hour.bucket * HOUR) % DAY, HOUR, DAY));
    hour = undefined;
  };
  const closeDay = (): void => {
    if (day !== undefined) keep('days', day.bucket, day.row);
    day = undefined;
  };
  for (let ms = Math.ceil(of.startMs / tens.ms) * tens.ms; ms < of.endMs; ms += tens.ms) {
    let ten: RollupRow;
    if (ms >= of.endMs - MINUTES_MS) {
      ten = emptyRow(tens.ms);
      for (let i = 0; i < 10; i += 1) {
        const minute = rowOf(of, ms + i * MINUTE, MINUTE);
        keep('minutes', (ms + i * MINUTE) / MINUTE, minute);
        mergeRow(ten, widened(minute, i * MINUTE, MINUTE, tens.ms));
      }
    } else ten = rowOf(of, ms, tens.ms);
    if (ms >= of.nowMs - TEN_MINUTES_MS) keep('ten_minutes', ms / tens.ms, ten);
    const bucket = Math.floor(ms / HOUR);
    if (hour !== undefined && hour.bucket !== bucket) closeHour();
    hour ??= { bucket, row: emptyRow(HOUR) };
    mergeRow(hour.row, widened(ten, ms % HOUR, tens.ms, HOUR));
  }
  closeHour();
  closeDay();
  for (const table of ['minutes', 'ten_minutes', 'hours', 'days'] as const)
    await insertRows(
      tx,
      table,
      pending[table].map(({ bucket, row }) => [of.site, bucket, of.endpoint, ...valuesOf(row)]),
    );
}
type Entry = { bucket: number; row: RollupRow };
