// One row of a rollup: the sums of one endpoint over one bucket of time. Samples may be added late.
import { RETENTION } from '../../judging.ts';
import { isAboutSite, SAMPLE_CLASSES, type Sample, type SampleClass } from '../sample.ts';
import { SLOT_MS, slotOf } from '../slot-map.ts';
import { tenthsOf, type Sums } from '../window-sum.ts';
import { bucketOfTenths, count, decodePairs, encodePairs, type LatencyCounts } from './latency-histogram.ts';

export type Level = { table: 'minutes' | 'ten_minutes' | 'hours' | 'days'; ms: number; keepMs: number };
/** Finest first; each size is a multiple of the one before it. */
export const LEVELS: readonly Level[] = [
  { table: 'minutes', ms: 60_000, keepMs: RETENTION.minuteMs },
  { table: 'ten_minutes', ms: 600_000, keepMs: RETENTION.tenMinutesMs },
  { table: 'hours', ms: 3_600_000, keepMs: RETENTION.hourMs },
  { table: 'days', ms: 86_400_000, keepMs: Infinity },
];
/** A bucket is open at its start and closed at its end, as windows are. */
export const bucketOf = (at: number, ms: number): number => Math.ceil(at / ms) - 1;

/** Numbers of the classes in the history. Append only: a number never changes its meaning. */
export const CLASS_NUMBERS: readonly SampleClass[] = SAMPLE_CLASSES;
const numberOfClass = (name: SampleClass): number => CLASS_NUMBERS.indexOf(name);
/** An unknown class, from a later release, is read as not about the site. */
export const classOfNumber = (number: number): SampleClass => CLASS_NUMBERS[number] ?? 'tool';

export type RollupRow = Sums & {
  /** Which of the row's slots have a sample about the site, and which have any sample. */
  about: Uint8Array;
  any: Uint8Array;
  latency: LatencyCounts;
};

export const emptyRow = (ms: number): RollupRow => ({
  classes: {},
  ttfbN: 0,
  ttfbSum: 0,
  ttfbMax: 0,
  about: new Uint8Array(Math.ceil(ms / SLOT_MS / 8)),
  any: new Uint8Array(Math.ceil(ms / SLOT_MS / 8)),
  latency: new Map(),
});

export function addToRow(row: RollupRow, sample: Pick<Sample, 'at' | 'class' | 'ttfbMs'>, ms: number): void {
  row.classes[sample.class] = (row.classes[sample.class] ?? 0) + 1;
  const slot = slotOf(sample.at) - bucketOf(sample.at, ms) * (ms / SLOT_MS);
  setBit(row.any, slot);
  if (!isAboutSite(sample.class)) return;
  setBit(row.about, slot);
  if (sample.ttfbMs === null) return;
  const tenths = tenthsOf(sample.ttfbMs);
  row.ttfbN += 1;
  row.ttfbSum += tenths;
  row.ttfbMax = Math.max(row.ttfbMax, tenths);
  count(row.latency, bucketOfTenths(tenths), 1);
}

export function mergeRow(into: RollupRow, other: RollupRow): void {
  for (const [name, n] of Object.entries(other.classes) as [SampleClass, number][])
    into.classes[name] = (into.classes[name] ?? 0) + n;
  into.ttfbN += other.ttfbN;
  into.ttfbSum += other.ttfbSum;
  into.ttfbMax = Math.max(into.ttfbMax, other.ttfbMax);
  other.about.forEach((byte, i) => (into.about[i] = (into.about[i] ?? 0) | byte));
  other.any.forEach((byte, i) => (into.any[i] = (into.any[i] ?? 0) | byte));
  for (const [bucket, n] of other.latency) count(into.latency, bucket, n);
}

/** Columns from `valid` to `latency`. */
export function valuesOf(row: RollupRow): (number | Uint8Array | null)[] {
  const others = new Map<number, number>();
  for (const [name, n] of Object.entries(row.classes) as [SampleClass, number][])
    if (name !== 'valid') others.set(numberOfClass(name), n);
  // Usually every sample is about the site: then both bitmaps are equal, and one is stored.
  const same = row.about.every((byte, i) => byte === row.any[i]);
  const slots = same ? row.about : Uint8Array.from([...row.about, ...row.any]);
  return [
    row.classes.valid ?? 0,
    encodePairs(others),
    row.ttfbN,
    row.ttfbSum,
    row.ttfbMax,
    slots,
    encodePairs(row.latency),
  ];
}

/** Reads a row. `withLatency` takes longer and is not needed for sums. */
export function readRow(row: Record<string, unknown>, ms: number, withLatency = true): RollupRow {
  const read = emptyRow(ms);
  const valid = Number(row['valid']);
  if (valid > 0) read.classes.valid = valid;
  const others = new Map<number, number>();
  decodePairs(bytesOf(row['others']), others);
  for (const [number, n] of others) {
    const name = classOfNumber(number);
    read.classes[name] = (read.classes[name] ?? 0) + n;
  }
  read.ttfbN = Number(row['ttfb_n']);
  read.ttfbSum = Number(row['ttfb_sum']);
  read.ttfbMax = Number(row['ttfb_max']);
  const slots = bytesOf(row['slots']);
  const half = read.about.length;
  read.about = slots.subarray(0, half);
  read.any = slots.length > half ? slots.subarray(half) : read.about;
  if (withLatency) decodePairs(bytesOf(row['latency']), read.latency);
  return read;
}

const setBit = (bytes: Uint8Array, bit: number): void =>
  void (bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7)));
const bytesOf = (value: unknown): Uint8Array =>
  value instanceof ArrayBuffer ? new Uint8Array(value) : value instanceof Uint8Array ? value : new Uint8Array();
