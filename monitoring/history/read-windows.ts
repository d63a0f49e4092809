// Sums over windows for all endpoints at once, because rules read every endpoint of the same window.
import { isAboutSite, type Sample } from '../sample.ts';
import { SLOT_MS } from '../slot-map.ts';
import type { WindowSum } from '../window-source.ts';
import { WindowTally } from '../window-sum.ts';
import type { Database, Result, Statement } from './database.ts';
import { count, percentilesMs, bucketOfTenths, type LatencyCounts } from './latency-histogram.ts';
import { classOfNumber, readRow } from './rollup-row.ts';
import { pieces, snapped, type Kept, type Piece } from './window-pieces.ts';
import type { WordNumbers } from './word-numbers.ts';

const ROLLUP = 'bucket, endpoint, valid, others, ttfb_n, ttfb_sum, ttfb_max, slots';

function select(site: number, piece: Piece, withLatency: boolean): Statement {
  if (piece.level === null)
    return {
      sql: 'SELECT at, endpoint, class, ttfb FROM samples WHERE target = ? AND at > ? AND at <= ?',
      args: [site, piece.fromMs, piece.toMs],
    };
  return {
    sql: `SELECT ${ROLLUP}${withLatency ? ', latency' : ''} FROM ${piece.level.table} WHERE target = ? AND bucket >= ? AND bucket < ?`,
    args: [site, piece.first, piece.end],
  };
}

export type WindowSums = Map<string, WindowSum>;

/** Tallies of pieces by endpoint id. Windows with the same end share most pieces. Valid for one judging. */
export type PieceTallies = Map<string, ReadonlyMap<number, WindowTally>>;

/** Sums by endpoint, and `*` for all. Their `fromMs` and `toMs` are the times that were read. */
export async function readWindow(
  { db, words, known }: { db: Database; words: WordNumbers; known: PieceTallies },
  site: number,
  fromMs: number,
  toMs: number,
  kept: Kept,
): Promise<WindowSums> {
  const window = snapped(fromMs, toMs, kept);
  const parts = pieces(window.fromMs, window.toMs);
  const missing = parts.filter((piece) => !known.has(keyOf(piece)));
  const results = await db.snapshot(missing.map((piece) => select(site, piece, false)));
  missing.forEach((piece, i) => known.set(keyOf(piece), tallyPiece(piece, results[i])));
  const tallies = new Map<number, WindowTally>();
  for (const piece of parts)
    for (const [endpoint, part] of known.get(keyOf(piece)) ?? [])
      tallyIn(tallies, endpoint, window.fromMs, window.toMs).addTally(part);
  const all = new WindowTally(window.fromMs, window.toMs);
  const sums: WindowSums = new Map();
  for (const [endpoint, tally] of tallies) {
    all.addTally(tally);
    sums.set(await words.wordOf(db, endpoint), tally.sum());
  }
  return sums.set('*', all.sum());
}

const keyOf = (piece: Piece): string =>
  piece.level === null ? `samples ${piece.fromMs} ${piece.toMs}` : `${piece.level.table} ${piece.first} ${piece.end}`;

function tallyIn(tallies: Map<number, WindowTally>, endpoint: number, fromMs: number, toMs: number): WindowTally {
  const known = tallies.get(endpoint) ?? new WindowTally(fromMs, toMs);
  tallies.set(endpoint, known);
  return known;
}

function tallyPiece(piece: Piece, result: Result | undefined): Map<number, WindowTally> {
  const tallies = new Map<number, WindowTally>();
  const ms = piece.level?.ms ?? 1;
  const [fromMs, toMs] = piece.level === null ? [piece.fromMs, piece.toMs] : [piece.first * ms, piece.end * ms];
  for (const row of result?.rows ?? []) {
    const tally = tallyIn(tallies, Number(row['endpoint']), fromMs, toMs);
    if (piece.level === null) {
      tally.addSample({ at: Number(row['at']), class: classOfNumber(Number(row['class'])), ttfbMs: msOf(row['ttfb']) });
      continue;
    }
    const read = readRow(row, ms, false);
    tally.addSums(read);
    const firstSlot = Number(row['bucket']) * (ms / SLOT_MS);
    tally.about.markBits(firstSlot, read.about);
    tally.any.markBits(firstSlot, read.any);
  }
  return tallies;
}

/** Percentiles (0..100) of the time to first byte in ms, accurate to 1 %; null without data. `endpoint` undefined: all. */
export async function readPercentiles(
  db: Database,
  site: number,
  endpoint: number | undefined,
  window: { fromMs: number; toMs: number },
  percentiles: readonly number[],
): Promise<number[] | null> {
  const parts = pieces(window.fromMs, window.toMs);
  const results = await db.snapshot(parts.map((piece) => select(site, piece, true)));
  const counts: LatencyCounts = new Map();
  parts.forEach((piece, i) => {
    for (const row of results[i]?.rows ?? []) {
      if (endpoint !== undefined && Number(row['endpoint']) !== endpoint) continue;
      if (piece.level !== null) {
        for (const [bucket, n] of readRow(row, piece.level.ms).latency) count(counts, bucket, n);
      } else if (row['ttfb'] !== null && isAboutSite(classOfNumber(Number(row['class']))))
        count(counts, bucketOfTenths(Number(row['ttfb'])), 1);
    }
  });
  return percentilesMs(counts, percentiles);
}

export const msOf = (tenths: unknown): number | null => (tenths === null ? null : Number(tenths) / 10);

/** A row of samples with its ids resolved. */
export const sampleOf = (row: Record<string, unknown>): Sample => ({
  at: Number(row['at']),
  endpoint: String(row['endpoint']),
  class: classOfNumber(Number(row['class'])),
  status: row['status'] === null ? null : Number(row['status']),
  ttfbMs: msOf(row['ttfb']),
  code: row['code'] === null ? null : String(row['code']),
  message: row['message'] === null ? null : String(row['message']),
});
export const SAMPLE_COLUMNS = `s.at, e.word AS endpoint, s.class, s.status, s.ttfb, c.word AS code, m.message
  FROM samples s JOIN words e ON e.id = s.endpoint LEFT JOIN words c ON c.id = s.code LEFT JOIN messages m ON m.id = s.message`;
