// Histories as a site's monitoring leaves them, made in seconds: the same seed, the same history. Rollups are written as the ticks would have
// left them after pruning; the last two hours are samples.
import { seededRandom } from '../../common/seeded-random.ts';
import type { Finding } from '../alerts/finding.ts';
import { emptyRow, LEVELS, mergeRow, valuesOf, type RollupRow } from '../history/rollup-row.ts';
import { bucketOfTenths, count } from '../history/latency-histogram.ts';
import { rememberKept } from '../history/prune.ts';
import type { History } from '../history/store.ts';
import type { Transaction } from '../history/database.ts';
import { widened } from '../page/read-series.ts';
import type { Sample, SampleClass } from '../sample.ts';
import { isAboutSite } from '../sample.ts';
import { addIncidents } from './simulated-incidents.ts';
import { addRuns } from './simulated-runs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Samples are generated one by one for so long; before it there are rollups alone. */
const RAW_MS = 2 * HOUR;
const MINUTES_MS = 2 * DAY;
const TEN_MINUTES_MS = 90 * DAY;
/** Probes of one endpoint in ten minutes: 0.8 a second over nine endpoints. */
const PROBES = 53;

export const SIMULATED_ENDPOINTS: readonly (readonly [endpoint: string, ms: number])[] = [
  ['GET /', 180],
  ['GET /api/artists', 120],
  ['GET /api/artists/search', 420],
  ['GET /api/cron/keep-alive', 60],
  ['GET /api/search', 210],
  ['GET /api/trending', 150],
  ['GET /artists', 240],
  ['GET /auth/sign-in', 110],
  ['GET /trending', 200],
];

export type Outage = {
  fromMs: number;
  toMs: number;
  /** Share of the answers that fail, 0..1. */
  share: number;
  class: SampleClass;
  topic: Finding['topic'];
  /** Who took it, and after how long; nobody without. */
  takenBy?: string;
};
export type SimulatedHistory = {
  seed: number;
  nowMs: number;
  days: number;
  outages: readonly Outage[];
  /** The schedule stopped then; it runs until now without. */
  stoppedMs?: number;
  /** Spans in which nothing was watched. */
  gaps?: readonly { fromMs: number; toMs: number }[];
};

/** Fills an empty history. */
export async function simulateHistory(history: History, of: SimulatedHistory): Promise<void> {
  const random = seededRandom(of.seed);
  const endMs = Math.min(of.nowMs, of.stoppedMs ?? Infinity);
  const startMs = of.nowMs - of.days * DAY;
  const rawMs = Math.max(startMs, Math.floor((endMs - RAW_MS) / (10 * MINUTE)) * 10 * MINUTE);
  await history.change(async (tx) => {
    const site = await history.words.numberOf(tx, history.target);
    for (const [endpoint, baseMs] of SIMULATED_ENDPOINTS) {
      const number = await history.words.numberOf(tx, endpoint);
      await rollups(tx, { ...of, site, endpoint: number, baseMs, startMs, endMs: rawMs, random });
    }
    await rememberKept(tx, 'samples', rawMs);
    await rememberKept(tx, 'minutes', Math.floor((rawMs - MINUTES_MS) / MINUTE) * MINUTE);
    await rememberKept(tx, 'ten_minutes', Math.floor((of.nowMs - TEN_MINUTES_MS) / (10 * MINUTE)) * 10 * MINUTE);
  });
  await history.addSamples('simulated', samples(of, rawMs, endMs, random));
  await addRuns(history, of, startMs, endMs, random);
  await addIncidents(history, of);
}

const outageAt = ({ outages }: SimulatedHistory, ms: number): Outage | undefined =>
  outages.find((o) => ms >= o.fromMs && ms < o.toMs);
const isGap = ({ gaps = [] }: SimulatedHistory, ms: number): boolean => gaps.some((g) => ms >= g.fromMs && ms < g.toMs);
/** Slower in the evening; the same every day. */
const daily = (ms: number): number => 1 + 0.35 * Math.sin((2 * Math.PI * ((ms % DAY) - 14 * HOUR)) / DAY);

type Making = SimulatedHistory & {
  site: number;
  endpoint: number;
  baseMs: number;
  startMs: number;
  endMs: number;
  random: () => number;
};

/** Quantiles of a time to first byte, as multiples of its usual value. */
const QUANTILES = [0.72, 0.82, 0.9, 0.97, 1.04, 1.15, 1.35, 2.1] as const;

function rowOf(of: Making, ms: number, lengthMs: number): RollupRow {
  const row = emptyRow(lengthMs);
  if (isGap(of, ms)) return row;
  const n = Math.max(1, Math.round((PROBES * lengthMs) / (10 * MINUTE)));
  const outage = outageAt(of, ms);
  let failures = 0;
  if (outage !== undefined) failures = Math.round(n * outage.share);
  // 99.98 %: within the target, and no row of zeros.
  else if (of.random() < 0.0002 * n) failures = 1;
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
  // A tick watches 270 s of 5 minutes.
  for (let slot = 0; slot < lengthMs / 30_000; slot += 1)
    if ((ms / 30_000 + slot) % 10 !== 9) {
      row.any[slot >> 3] = (row.any[slot >> 3] ?? 0) | (1 << (slot & 7));
      if (isAboutSite(name)) row.about[slot >> 3] = row.any[slot >> 3] ?? 0;
    }
  return row;
}

/** Every level of one endpoint: the finest that is kept is made, the coarser are its sums. */
async function rollups(tx: Transaction, of: Making): Promise<void> {
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

/** Many rows of one table in few statements. */
export async function insertRows(
  tx: Transaction,
  table: string,
  rows: readonly (readonly (number | string | Uint8Array | null)[])[],
): Promise<void> {
  const each = 400;
  for (let i = 0; i < rows.length; i += each) {
    const some = rows.slice(i, i + each);
    const places = some.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
    await tx.query(`INSERT OR REPLACE INTO ${table} VALUES ${places}`, some.flat());
  }
}

function samples(of: SimulatedHistory, fromMs: number, toMs: number, random: () => number): Sample[] {
  const made: Sample[] = [];
  for (let ms = fromMs + 1_250, i = 0; ms <= toMs; ms += 1_250, i += 1) {
    const [endpoint, baseMs] = SIMULATED_ENDPOINTS[i % SIMULATED_ENDPOINTS.length] ?? ['GET /', 100];
    // The pause between two ticks.
    if (isGap(of, ms) || Math.ceil(ms / 30_000) % 10 === 0) continue;
    const outage = outageAt(of, ms);
    const fails = outage !== undefined ? random() < outage.share : random() < 0.0002;
    const name = fails ? (outage?.class ?? 'server-error') : 'valid';
    const hasAnswer = name !== 'network' && name !== 'timeout';
    made.push({
      at: ms,
      endpoint,
      class: name,
      status: hasAnswer ? (name === 'server-error' ? 503 : 200) : null,
      ttfbMs: name === 'network' ? null : baseMs * daily(ms) * (0.7 + 0.9 * random() ** 3) * (outage ? 3 : 1),
      code: name === 'valid' ? null : name,
      message:
        name === 'valid'
          ? null
          : `expected 200, got ${hasAnswer ? '503: {"error":"upstream unavailable"}' : 'no answer'}`,
    });
  }
  return made;
}
