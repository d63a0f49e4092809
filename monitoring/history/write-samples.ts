// Writes samples and their rollups in one transaction, so that rollups are always correct, also for late samples.
import type { Sample } from '../sample.ts';
import { tenthsOf } from '../window-sum.ts';
import type { Transaction } from './database.ts';
import {
  addToRow,
  bucketOf,
  CLASS_NUMBERS,
  emptyRow,
  LEVELS,
  mergeRow,
  readRow,
  valuesOf,
  type Level,
  type RollupRow,
} from './rollup-row.ts';
import type { WordNumbers } from './word-numbers.ts';

/** SQLite takes 32,766 parameters; a statement of so many rows is as fast as longer ones. */
const ROWS_EACH = 50;
const ROLLUP_COLUMNS = 'valid, others, ttfb_n, ttfb_sum, ttfb_max, slots, latency';

/** Writes new samples. A repeated sample of the same run changes nothing. Returns the number of new ones. */
export async function writeSamples(
  tx: Transaction,
  words: WordNumbers,
  target: string,
  run: string,
  samples: readonly Sample[],
): Promise<number> {
  if (samples.length === 0) return 0;
  const site = await words.numberOf(tx, target);
  const runNumber = await words.numberOf(tx, run);
  const numbered: Numbered[] = [];
  for (const sample of samples)
    numbered.push({
      ...sample,
      at: Math.round(sample.at),
      endpointNumber: await words.numberOf(tx, sample.endpoint),
      codeNumber: sample.code === null ? null : await words.numberOf(tx, sample.code),
      messageNumber: sample.message === null ? null : await messageNumber(tx, sample.message),
    });
  const fresh: Numbered[] = [];
  for (let i = 0; i < numbered.length; i += ROWS_EACH)
    fresh.push(...(await insert(tx, site, runNumber, numbered.slice(i, i + ROWS_EACH))));
  await addToRollups(tx, site, fresh);
  for (const one of fresh)
    if (one.bodyLine !== undefined || one.requestId !== undefined) await writeLastAnswer(tx, site, one);
  return fresh.length;
}

/** Stores only the newest failing answer of each endpoint, for notices. */
const writeLastAnswer = (tx: Transaction, site: number, one: Numbered): Promise<unknown> =>
  tx.query(
    `INSERT INTO last_answers VALUES (?, ?, ?, ?, ?) ON CONFLICT (target, endpoint) DO UPDATE SET at = excluded.at,
       body_line = excluded.body_line, request_id = excluded.request_id WHERE excluded.at >= at`,
    [site, one.endpointNumber, one.at, one.bodyLine ?? null, one.requestId ?? null],
  );

export type Numbered = Sample & { endpointNumber: number; codeNumber: number | null; messageNumber: number | null };

async function insert(tx: Transaction, site: number, run: number, samples: readonly Numbered[]): Promise<Numbered[]> {
  const args = samples.flatMap((sample) => [
    ...[site, sample.at, sample.endpointNumber, run, CLASS_NUMBERS.indexOf(sample.class), sample.status],
    ...[sample.ttfbMs === null ? null : tenthsOf(sample.ttfbMs), sample.codeNumber, sample.messageNumber],
  ]);
  const places = samples.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  const sql = `INSERT OR IGNORE INTO samples VALUES ${places} RETURNING at, endpoint`;
  const { rows } = await tx.query(sql, args);
  // A sample that occurs twice in one batch is returned and counted once.
  const written = new Set(rows.map((row) => `${Number(row['at'])} ${Number(row['endpoint'])}`));
  return samples.filter(({ at, endpointNumber }) => written.delete(`${at} ${endpointNumber}`));
}

/** Adds new samples to the rollups of every level. */
export async function addToRollups(tx: Transaction, site: number, samples: readonly Numbered[]): Promise<void> {
  for (const level of LEVELS) {
    const rows = new Map<string, { bucket: number; endpoint: number; row: RollupRow }>();
    for (const sample of samples) {
      const bucket = bucketOf(sample.at, level.ms);
      const key = `${bucket} ${sample.endpointNumber}`;
      let entry = rows.get(key);
      if (entry === undefined) {
        entry = { bucket, endpoint: sample.endpointNumber, row: emptyRow(level.ms) };
        rows.set(key, entry);
      }
      addToRow(entry.row, sample, level.ms);
    }
    await merge(tx, site, level, [...rows.values()]);
  }
}

async function merge(
  tx: Transaction,
  site: number,
  { table, ms }: Level,
  entries: readonly { bucket: number; endpoint: number; row: RollupRow }[],
): Promise<void> {
  for (let i = 0; i < entries.length; i += ROWS_EACH) {
    const some = entries.slice(i, i + ROWS_EACH);
    const wanted = some.flatMap(({ bucket, endpoint }) => [bucket, endpoint]);
    const { rows } = await tx.query(
      `SELECT bucket, endpoint, ${ROLLUP_COLUMNS} FROM ${table}
       WHERE target = ? AND (bucket, endpoint) IN (VALUES ${some.map(() => '(?, ?)').join(', ')})`,
      [site, ...wanted],
    );
    const known = new Map(rows.map((row) => [`${Number(row['bucket'])} ${Number(row['endpoint'])}`, row]));
    for (const { bucket, endpoint, row } of some) {
      const before = known.get(`${bucket} ${endpoint}`);
      if (before) mergeRow(row, readRow(before, ms));
    }
    await tx.query(
      `INSERT OR REPLACE INTO ${table} (target, bucket, endpoint, ${ROLLUP_COLUMNS})
       VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      some.flatMap(({ bucket, endpoint, row }) => [site, bucket, endpoint, ...valuesOf(row)]),
    );
  }
}

async function messageNumber(tx: Transaction, message: string): Promise<number> {
  const { rows } = await tx.query(
    'INSERT INTO messages (message) VALUES (?) ON CONFLICT (message) DO UPDATE SET message = message RETURNING id',
    [message],
  );
  return Number(rows[0]?.['id']);
}
