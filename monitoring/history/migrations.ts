// Forward migrations: upgrade a file of an earlier release, one transaction for each version.
import { kpi, KPIS, type KpiId } from '../../kpis.ts';
import { RETENTION } from '../../judging.ts';
import { classOf, type Sample } from '../sample.ts';
import { rememberKept } from './prune.ts';
import { type Reader, WordNumbers } from './word-numbers.ts';
import { VERSION_1, VERSION_2, VERSION_3, VERSION_4, DROP_VERSION_1 } from './tables.ts';
import { addToRollups, writeSamples, type Numbered } from './write-samples.ts';

export type Migration = {
  /** The version after this migration. */
  to: number;
  statements: readonly string[];
  /** Migrates rows that SQL alone cannot; runs after the statements. */
  carry?: (tx: Reader) => Promise<void>;
};

export const MIGRATIONS: readonly Migration[] = [
  { to: 1, statements: VERSION_1 },
  { to: 2, statements: VERSION_2, carry: carryVersion1 },
  { to: 3, statements: VERSION_3 },
  { to: 4, statements: VERSION_4 },
];
/** The version that this release writes. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)?.to ?? 0;

/** The version of an open database: 0 if empty, undefined if it is not a history. */
export async function versionOf(reader: Reader): Promise<number | undefined> {
  const { rows } = await reader.query(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  const names = rows.map((row) => String(row['name']));
  if (names.length === 0) return 0;
  if (!names.includes('meta')) return undefined;
  const found = await reader.query(`SELECT value FROM meta WHERE key = 'schema'`);
  const version = Number(found.rows[0]?.['value']);
  return Number.isInteger(version) ? version : undefined;
}

/** Upgrades the database to `to`. Reads the version again, because another run may have just upgraded it. */
export async function migrate(tx: Reader, to: number = SCHEMA_VERSION): Promise<void> {
  const from = (await versionOf(tx)) ?? 0;
  for (const migration of MIGRATIONS) {
    if (migration.to <= from || migration.to > to) continue;
    for (const sql of migration.statements) await tx.query(sql);
    await migration.carry?.(tx);
    await tx.query(`INSERT OR REPLACE INTO meta VALUES ('schema', ?)`, [String(migration.to)]);
  }
}

const PAGE = 5_000;

/** Version 1 stored every sample for 35 days. The newest stay samples, and all of them become rollups. */
async function carryVersion1(tx: Reader): Promise<void> {
  const words = new WordNumbers();
  const [newest] = (await tx.query('SELECT MAX(ts) AS ts FROM samples_v1')).rows;
  const keepFrom = Number(newest?.['ts'] ?? 0) - RETENTION.rawMs;
  let after = 0;
  for (;;) {
    const { rows } = await tx.query('SELECT rowid AS id, * FROM samples_v1 WHERE rowid > ? ORDER BY rowid LIMIT ?', [
      after,
      PAGE,
    ]);
    if (rows.length === 0) break;
    after = Number(rows.at(-1)?.['id']);
    const bySite = Map.groupBy(rows, (row) => JSON.stringify([row['target'], row['run']]));
    for (const [key, of] of bySite) {
      const [target, run] = JSON.parse(key) as [string, string];
      const samples = of.map(sampleOfVersion1).filter((sample) => Number.isFinite(sample.at));
      const [late, old] = [samples.filter(({ at }) => at > keepFrom), samples.filter(({ at }) => at <= keepFrom)];
      await writeSamples(tx, words, target, run, late);
      await addToRollups(tx, await words.numberOf(tx, target), await numbered(tx, words, old));
    }
  }
  if (after > 0) await rememberKept(tx, 'samples', keepFrom);
  await carryTheRest(tx, words);
  for (const sql of DROP_VERSION_1) await tx.query(sql);
}

async function numbered(tx: Reader, words: WordNumbers, samples: readonly Sample[]): Promise<Numbered[]> {
  const numbers: Numbered[] = [];
  for (const sample of samples)
    numbers.push({
      ...sample,
      endpointNumber: await words.numberOf(tx, sample.endpoint),
      codeNumber: null,
      messageNumber: null,
    });
  return numbers;
}

/** Accepts error codes of any release. Version 1 stored our own stop as a failure of the site. */
function sampleOfVersion1(row: Record<string, unknown>): Sample {
  const [first] = failuresOf(row['failures']);
  const valid = Number(row['valid']) > 0;
  const code = valid ? null : (first?.code ?? (Number(row['server_errors']) > 0 ? 'server-error' : 'unknown'));
  const status = valid ? 200 : Number(row['rate_limited']) > 0 ? 429 : null;
  const stopped = code === 'tool' && /\bstopped\b/.test(first?.message ?? '');
  const byCount = Number(row['server_errors']) > 0 ? ('server-error' as const) : classOf(code, status);
  return {
    at: Number(row['ts']),
    endpoint: String(row['endpoint']),
    class: stopped ? 'own-abort' : byCount,
    status,
    ttfbMs: Number(row['ttfb_n']) > 0 ? Number(row['ttfb_sum_ms']) / Number(row['ttfb_n']) : null,
    code,
    message: first?.message.split('\n', 1)[0] ?? null,
  };
}

function failuresOf(text: unknown): { code: string; message: string }[] {
  try {
    const parsed: unknown = JSON.parse(String(text));
    return Array.isArray(parsed)
      ? parsed.map((one: { code?: unknown; message?: unknown }) => ({
          code: String(one.code ?? 'unknown'),
          message: String(one.message ?? ''),
        }))
      : [];
  } catch {
    return [{ code: 'unknown', message: 'unreadable failure of an earlier release' }];
  }
}

const STATUS_KPIS = KPIS.filter(({ aggregation }) => aggregation === 'status').map(({ id }) => id);
/** The states of dependencies that the monitor judges, with valid values only (kpis.ts). */
export const isState = (id: string): id is KpiId =>
  (STATUS_KPIS as string[]).includes(id) && kpi(id as KpiId).notObservable === undefined;

async function carryTheRest(tx: Reader, words: WordNumbers): Promise<void> {
  const site = `(SELECT id FROM words WHERE word = target)`;
  for (const table of ['metrics', 'checks', 'runs']) {
    const { rows } = await tx.query(`SELECT DISTINCT target FROM ${table}_v1`);
    for (const row of rows) await words.numberOf(tx, String(row['target']));
  }
  const { rows } = await tx.query(
    `SELECT DISTINCT kpi AS word FROM metrics_v1 UNION SELECT DISTINCT subject FROM metrics_v1`,
  );
  for (const row of rows) await words.numberOf(tx, String(row['word']));
  await tx.query(
    `INSERT OR IGNORE INTO states SELECT ${site}, ts, (SELECT id FROM words WHERE word = kpi),
       (SELECT id FROM words WHERE word = subject), value FROM metrics_v1
     WHERE variant IS NULL AND kpi IN (${STATUS_KPIS.map(() => '?').join(', ')})`,
    STATUS_KPIS,
  );
  // The median of an audit's runs, each of which version 1 stored.
  await tx.query(
    `INSERT OR IGNORE INTO figures
     SELECT ${site}, kpi, subject, variant, MAX(ts), run, AVG(value), MAX(n) FROM (
       SELECT *, ROW_NUMBER() OVER w AS place, COUNT(*) OVER (PARTITION BY target, run, kpi, subject, variant) AS n
       FROM metrics_v1 WHERE variant IS NOT NULL
       WINDOW w AS (PARTITION BY target, run, kpi, subject, variant ORDER BY value))
     WHERE place BETWEEN n / 2.0 AND n / 2.0 + 1 GROUP BY target, run, kpi, subject, variant`,
  );
  await tx.query(
    `INSERT OR IGNORE INTO checks SELECT ${site}, ts, run, id, stage, COALESCE(variant, ''), outcome, message FROM checks_v1`,
  );
  await tx.query(
    `INSERT OR IGNORE INTO runs SELECT ${site}, run, ts, duration_ms, profile, verdict, exit_code, failing, NULL FROM runs_v1`,
  );
}
