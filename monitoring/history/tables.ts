// The tables of the history. Times are UTC in ms since 1970. `target` is the id of a site's origin in the table `words`:
// a reader never sees rows of other sites.
import { DELIVERY_TABLES, INCIDENT_TABLES } from '../incidents/tables.ts';

/** Version 1, of the release of 2026-11-27. Its files are upgraded. */
export const VERSION_1: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS samples (
     ts INTEGER NOT NULL, target TEXT NOT NULL, run TEXT NOT NULL, endpoint TEXT NOT NULL,
     requests INTEGER NOT NULL, valid INTEGER NOT NULL, server_errors INTEGER NOT NULL,
     rate_limited INTEGER NOT NULL, timeouts INTEGER NOT NULL,
     ttfb_n INTEGER NOT NULL, ttfb_sum_ms REAL NOT NULL, ttfb_max_ms REAL NOT NULL, failures TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS metrics (
     ts INTEGER NOT NULL, target TEXT NOT NULL, run TEXT NOT NULL, kpi TEXT NOT NULL, subject TEXT NOT NULL,
     variant TEXT, value REAL NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS checks (
     ts INTEGER NOT NULL, target TEXT NOT NULL, run TEXT NOT NULL, id TEXT NOT NULL, stage TEXT NOT NULL,
     variant TEXT, outcome TEXT NOT NULL, message TEXT)`,
  `CREATE TABLE IF NOT EXISTS runs (
     run TEXT NOT NULL, target TEXT NOT NULL, ts INTEGER NOT NULL, duration_ms REAL NOT NULL, profile TEXT,
     verdict TEXT NOT NULL, exit_code INTEGER NOT NULL, failing TEXT NOT NULL, PRIMARY KEY (target, run))`,
  `CREATE TABLE IF NOT EXISTS incidents (
     id TEXT PRIMARY KEY, target TEXT NOT NULL, topic TEXT NOT NULL, state TEXT NOT NULL, opened_at INTEGER NOT NULL,
     body TEXT NOT NULL)`,
];

/** Rollup tables: a row is the sum of one endpoint over `bucket * size < at <= (bucket + 1) * size`. */
const rollup = (table: string): string =>
  `CREATE TABLE ${table} (
     target INTEGER NOT NULL, bucket INTEGER NOT NULL, endpoint INTEGER NOT NULL,
     valid INTEGER NOT NULL, others BLOB, ttfb_n INTEGER NOT NULL, ttfb_sum INTEGER NOT NULL, ttfb_max INTEGER NOT NULL,
     slots BLOB, latency BLOB, PRIMARY KEY (target, bucket, endpoint)) WITHOUT ROWID`;

/** Version 2: samples with ids, rollups, results of runs. `ttfb` in tenths of a millisecond; `class` is a number of CLASS_NUMBERS. */
export const VERSION_2: readonly string[] = [
  ...['samples', 'metrics', 'checks', 'runs', 'incidents'].map((table) => `ALTER TABLE ${table} RENAME TO ${table}_v1`),
  `DROP INDEX IF EXISTS samples_by_time`,
  `DROP INDEX IF EXISTS metrics_by_time`,
  `DROP INDEX IF EXISTS checks_by_time`,
  `DROP INDEX IF EXISTS one_open_incident`,
  `CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)`,
  `CREATE TABLE messages (id INTEGER PRIMARY KEY, message TEXT NOT NULL UNIQUE)`,
  `CREATE TABLE samples (
     target INTEGER NOT NULL, at INTEGER NOT NULL, endpoint INTEGER NOT NULL, run INTEGER NOT NULL, class INTEGER NOT NULL,
     status INTEGER, ttfb INTEGER, code INTEGER, message INTEGER,
     PRIMARY KEY (target, at, endpoint, run)) WITHOUT ROWID`,
  ...['minutes', 'ten_minutes', 'hours', 'days'].map(rollup),
  `CREATE TABLE states (
     target INTEGER NOT NULL, at INTEGER NOT NULL, kpi INTEGER NOT NULL, subject INTEGER NOT NULL, value REAL NOT NULL,
     PRIMARY KEY (target, at, kpi, subject)) WITHOUT ROWID`,
  `CREATE TABLE checks (
     target INTEGER NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, id TEXT NOT NULL, stage TEXT NOT NULL,
     variant TEXT NOT NULL, outcome TEXT NOT NULL, message TEXT, PRIMARY KEY (target, at, id, variant, run)) WITHOUT ROWID`,
  `CREATE TABLE figures (
     target INTEGER NOT NULL, kpi TEXT NOT NULL, subject TEXT NOT NULL, variant TEXT NOT NULL, at INTEGER NOT NULL,
     run TEXT NOT NULL, median REAL NOT NULL, n INTEGER NOT NULL,
     PRIMARY KEY (target, kpi, subject, variant, at, run)) WITHOUT ROWID`,
  `CREATE TABLE loads (
     target INTEGER NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, endpoint TEXT NOT NULL, requests INTEGER NOT NULL,
     valid INTEGER NOT NULL, server_errors INTEGER NOT NULL, rate_limited INTEGER NOT NULL, timeouts INTEGER NOT NULL,
     mean_ms REAL, p95_ms REAL, max_ms REAL, PRIMARY KEY (target, at, run, endpoint)) WITHOUT ROWID`,
  `CREATE TABLE capacities (
     target INTEGER NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, script TEXT NOT NULL, per_second REAL NOT NULL,
     note TEXT, PRIMARY KEY (target, at, run, script)) WITHOUT ROWID`,
  `CREATE TABLE runs (
     target INTEGER NOT NULL, run TEXT NOT NULL, at INTEGER NOT NULL, duration_ms REAL NOT NULL, profile TEXT,
     verdict TEXT NOT NULL, exit_code INTEGER NOT NULL, failing TEXT NOT NULL, commit_id TEXT,
     PRIMARY KEY (target, run)) WITHOUT ROWID`,
  `CREATE INDEX runs_by_time ON runs (target, at)`,
  `CREATE TABLE deployments (
     target INTEGER NOT NULL, commit_id TEXT NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL, verdict TEXT,
     verdict_at INTEGER, PRIMARY KEY (target, commit_id, address)) WITHOUT ROWID`,
  `CREATE TABLE batches (id TEXT PRIMARY KEY, at INTEGER NOT NULL)`,
  ...INCIDENT_TABLES,
];

/** Version 4: when each commit became live, so that an older deployment that is promoted again is seen. */
export const VERSION_4: readonly string[] = [
  `CREATE TABLE live_commits (
     target INTEGER NOT NULL, at INTEGER NOT NULL, commit_id TEXT NOT NULL, PRIMARY KEY (target, at, commit_id)) WITHOUT ROWID`,
  // Earlier releases know only when each commit was first seen.
  `INSERT OR IGNORE INTO live_commits SELECT target, MIN(at), commit_id FROM deployments GROUP BY target, commit_id`,
];

/** Drops the tables of version 1 after their rows are migrated. */
export const DROP_VERSION_1: readonly string[] = ['samples', 'metrics', 'checks', 'runs', 'incidents'].map(
  (table) => `DROP TABLE ${table}_v1`,
);

/** Version 3: time of the next delivery attempt; body line and request id of failing answers. */
export const VERSION_3: readonly string[] = [
  ...DELIVERY_TABLES,
  // The newest failing answer of each endpoint. Samples do not store body and request id, which differ for each answer.
  `CREATE TABLE last_answers (
     target INTEGER NOT NULL, endpoint INTEGER NOT NULL, at INTEGER NOT NULL, body_line TEXT, request_id TEXT,
     PRIMARY KEY (target, endpoint)) WITHOUT ROWID`,
];
