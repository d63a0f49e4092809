// Exports every row of a site as JSON lines, with ids resolved to texts and bytes decoded to counts, for other tools and archives.
import { LEVELS, readRow } from './rollup-row.ts';
import { SAMPLE_COLUMNS, sampleOf } from './read-windows.ts';
import type { History } from './store.ts';

export type Table = {
  table: string;
  /** The row's time in ms as SQL; absent if the table has none. */
  time: { sql: string; column: string } | undefined;
};

/** Tables with a `target` column, including those of incidents. */
export async function tablesOf(history: History): Promise<Table[]> {
  const { rows } = await history.query(
    `SELECT m.name AS name, GROUP_CONCAT(c.name, ' ') AS columns FROM sqlite_master m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' GROUP BY m.name ORDER BY m.name`,
  );
  return rows.flatMap((row): Table[] => {
    const table = String(row['name']);
    const columns = String(row['columns']).split(' ');
    if (!columns.includes('target')) return [];
    const level = LEVELS.find((one) => one.table === table);
    if (level) return [{ table, time: { sql: `bucket * ${level.ms}`, column: 'bucket' } }];
    const column = ['at', 'opened_at', 'from_ms'].find((name) => columns.includes(name));
    return [{ table, time: column === undefined ? undefined : { sql: column, column } }];
  });
}

const PAGE_MS = 3_600_000;

export async function* exportLines(history: History): AsyncGenerator<string> {
  for (const { table, time } of await tablesOf(history)) {
    const level = LEVELS.find((one) => one.table === table);
    if (table === 'samples') yield* exportSamples(history);
    else if (level) {
      const { rows } = await history.query(
        `SELECT r.*, w.word FROM ${table} r JOIN words w ON w.id = r.endpoint WHERE target = ? OR target = ? ORDER BY bucket`,
        await history.targetKeys(),
      );
      for (const row of rows) {
        const { classes, ttfbN, ttfbSum, ttfbMax, latency } = readRow(row, level.ms);
        const fromMs = Number(row['bucket']) * level.ms;
        yield JSON.stringify({
          ...{ table, fromMs, toMs: fromMs + level.ms, endpoint: row['word'], classes },
          ttfb: { n: ttfbN, sumMs: ttfbSum / 10, maxMs: ttfbMax / 10 },
          latencyMs: [...latency].map(([bucket, n]) => [bucket / 10, n]),
        });
      }
    } else {
      const order = time ? ` ORDER BY ${time.column}` : '';
      const { rows } = await history.query(
        `SELECT * FROM ${table} WHERE target = ? OR target = ?${order}`,
        await history.targetKeys(),
      );
      for (const row of rows) yield JSON.stringify({ table, ...(await readable(history, table, row)) });
    }
  }
}

async function* exportSamples(history: History): AsyncGenerator<string> {
  const [span] = (
    await history.query('SELECT MIN(at) AS first, MAX(at) AS last FROM samples WHERE target = ? OR target = ?', [
      ...(await history.targetKeys()),
    ])
  ).rows;
  if (span === undefined || span['first'] === null) return;
  const last = Number(span['last']);
  for (let from = Number(span['first']) - 1; from < last; from += PAGE_MS) {
    const rows = await history.rows(
      `SELECT ${SAMPLE_COLUMNS} WHERE s.target = ? AND s.at > ? AND s.at <= ? ORDER BY s.at`,
      [from, Math.min(from + PAGE_MS, last)],
    );
    for (const row of rows) yield JSON.stringify({ table: 'samples', ...sampleOf(row) });
  }
}

/** Resolves the ids in states. Other bytes are exported as hex digits. */
async function readable(history: History, table: string, row: Record<string, unknown>): Promise<object> {
  const entries: [string, unknown][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (name === 'target') entries.push([name, history.target]);
    else if (table === 'states' && (name === 'kpi' || name === 'subject'))
      entries.push([name, await history.words.wordOf(history.db, Number(value))]);
    else entries.push([name, value instanceof ArrayBuffer ? Buffer.from(value).toString('hex') : value]);
  }
  return Object.fromEntries(entries);
}
