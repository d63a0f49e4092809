// Checks a history: database pages, and whether the rollups match the samples.
import { LEVELS, addToRow, bucketOf, emptyRow, valuesOf, type RollupRow } from './rollup-row.ts';
import { readKept } from './prune.ts';
import { HistoryError } from './history-error.ts';
import type { History } from './store.ts';

const SHOWN = 5;

/** The problems, one line each; empty if there are none. */
export async function checkHistory(history: History): Promise<string[]> {
  const problems = history.note === undefined ? [] : [history.note];
  try {
    if (history.db.isFile) {
      const { rows } = await history.query(`PRAGMA integrity_check(${SHOWN})`);
      problems.push(...rows.map((row) => String(row['integrity_check'] ?? row[0])).filter((line) => line !== 'ok'));
    }
    problems.push(...(await compareMinutes(history)), ...(await compareLevels(history)));
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    problems.push(error.message);
  }
  return problems;
}

/** Compares the minutes of the last 48 hours with rollups computed from their samples. */
async function compareMinutes(history: History): Promise<string[]> {
  const [level] = LEVELS;
  if (!level) return [];
  const { samplesMs } = await readKept(history.db);
  const [newest] = await history.rows('SELECT MAX(at) AS at FROM samples WHERE target = ?');
  if (newest === undefined || newest['at'] === null) return [];
  const last = Number(newest['at']);
  // The oldest minute may have lost samples through pruning.
  const from = Math.max(Math.ceil(Math.max(samplesMs, last - 48 * 3_600_000) / level.ms), 0) * level.ms;
  const expected = new Map<string, RollupRow>();
  for (const sample of await history.samples(from, last)) {
    const key = `${bucketOf(sample.at, level.ms)} ${sample.endpoint}`;
    const row = expected.get(key) ?? emptyRow(level.ms);
    addToRow(row, sample, level.ms);
    expected.set(key, row);
  }
  const found = await history.rows(
    `SELECT r.*, w.word FROM ${level.table} r JOIN words w ON w.id = r.endpoint WHERE target = ? AND bucket >= ?`,
    [from / level.ms],
  );
  const stored = new Map(found.map((row) => [`${Number(row['bucket'])} ${String(row['word'])}`, row]));
  const wrong = [...expected].filter(([key, row]) => {
    const of = stored.get(key);
    if (!of) return true;
    const columns = ['valid', 'others', 'ttfb_n', 'ttfb_sum', 'ttfb_max', 'slots', 'latency'];
    return !valuesOf(row).every((value, i) => same(value, of[columns[i] as string]));
  });
  const extra = [...stored.keys()].filter((key) => !expected.has(key));
  return [...wrong.map(([key]) => key), ...extra]
    .slice(0, SHOWN)
    .map((key) => `minute ${key}: its rollup does not match its samples`);
}

const bytesOf = (value: unknown): string =>
  value instanceof ArrayBuffer || value instanceof Uint8Array ? Buffer.from(value as Uint8Array).toString('hex') : '';
const same = (a: unknown, b: unknown): boolean => (typeof a === 'number' ? a === Number(b) : bytesOf(a) === bytesOf(b));

/** Compares the totals of all levels over the hours that every level still has. */
async function compareLevels(history: History): Promise<string[]> {
  const { levelsMs } = await readKept(history.db);
  const day = 86_400_000;
  const finest = Math.max(...levelsMs.slice(0, 3), 0);
  const from = Math.ceil(finest / day) * day;
  const totals: { table: string; n: number; valid: number }[] = [];
  for (const { table, ms } of LEVELS) {
    const [row] = await history.rows(
      `SELECT COALESCE(SUM(ttfb_n), 0) AS n, COALESCE(SUM(valid), 0) AS valid FROM ${table} WHERE target = ? AND bucket >= ?`,
      [from / ms],
    );
    totals.push({ table, n: Number(row?.['n'] ?? 0), valid: Number(row?.['valid'] ?? 0) });
  }
  const [first] = totals;
  return totals
    .filter(({ n, valid }) => n !== first?.n || valid !== first.valid)
    .map(
      ({ table, n, valid }) =>
        `${table}: ${n} times to first byte and ${valid} valid samples, but the minutes have ${first?.n} and ${first?.valid}`,
    );
}
