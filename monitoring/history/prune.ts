// Deletes rows older than their retention, and stores since when each table is complete.
import { RETENTION } from '../../judging.ts';
import type { Transaction } from './database.ts';
import { LEVELS } from './rollup-row.ts';
import type { Kept } from './window-pieces.ts';
import type { Reader } from './word-numbers.ts';

/** Maximum number of rows that a tick deletes from each table, to keep it short. The next tick deletes the rest. */
const MOST_ROWS = 200_000;

export async function prune(tx: Transaction, nowMs: number): Promise<void> {
  const samplesMs = nowMs - RETENTION.rawMs;
  await deleteBefore(tx, 'samples', 'target, at, endpoint, run', 'at', samplesMs);
  await rememberKept(tx, 'samples', samplesMs);
  for (const { table, ms, keepMs } of LEVELS) {
    if (keepMs === Infinity) continue;
    const bucket = Math.floor((nowMs - keepMs) / ms);
    await deleteBefore(tx, table, 'target, bucket, endpoint', 'bucket', bucket);
    await rememberKept(tx, table, bucket * ms);
  }
  const plain: readonly (readonly [table: string, keepMs: number])[] = [
    ['states', RETENTION.statesMs],
    ['checks', RETENTION.checksMs],
    ['loads', RETENTION.checksMs],
    ['figures', RETENTION.runsMs],
    ['capacities', RETENTION.runsMs],
    ['runs', RETENTION.runsMs],
    ['batches', RETENTION.runsMs],
  ];
  for (const [table, keepMs] of plain) await tx.query(`DELETE FROM ${table} WHERE at < ?`, [nowMs - keepMs]);
  await tx.query(`DELETE FROM runs WHERE profile IN ('monitor', 'journeys') AND at < ?`, [nowMs - RETENTION.ticksMs]);
  await tx.query('DELETE FROM messages WHERE id NOT IN (SELECT message FROM samples WHERE message IS NOT NULL)');
}

async function deleteBefore(
  tx: Transaction,
  table: string,
  key: string,
  column: string,
  before: number,
): Promise<void> {
  await tx.query(
    `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table}
       WHERE target IN (SELECT id FROM words) AND ${column} < ? LIMIT ${MOST_ROWS})`,
    [before],
  );
}

/** The stored time never moves back, even if the clock does: deleted rows stay deleted. */
export const rememberKept = (tx: Reader, table: string, fromMs: number): Promise<unknown> =>
  tx.query(
    `INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE
       SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)`,
    [`kept.${table}`, String(fromMs)],
  );

/** Since when each table is complete. */
export async function readKept(reader: Reader): Promise<Kept> {
  const { rows } = await reader.query(`SELECT key, value FROM meta WHERE key LIKE 'kept.%'`);
  const known = new Map(rows.map((row) => [String(row['key']), Number(row['value'])]));
  return {
    samplesMs: known.get('kept.samples') ?? -Infinity,
    levelsMs: LEVELS.map(({ table }) => known.get(`kept.${table}`) ?? -Infinity),
  };
}
