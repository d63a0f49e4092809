// The tables of the history. Times are UTC in milliseconds since 1970; every row belongs to one target (an origin).
export const SCHEMA_VERSION = 1;

export const TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS samples (
     ts INTEGER NOT NULL, target TEXT NOT NULL, run TEXT NOT NULL, endpoint TEXT NOT NULL,
     requests INTEGER NOT NULL, valid INTEGER NOT NULL, server_errors INTEGER NOT NULL,
     rate_limited INTEGER NOT NULL, timeouts INTEGER NOT NULL,
     ttfb_n INTEGER NOT NULL, ttfb_sum_ms REAL NOT NULL, ttfb_max_ms REAL NOT NULL, failures TEXT NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS samples_by_time ON samples (target, ts)`,
  `CREATE TABLE IF NOT EXISTS metrics (
     ts INTEGER NOT NULL, target TEXT NOT NULL, run TEXT NOT NULL, kpi TEXT NOT NULL, subject TEXT NOT NULL,
     variant TEXT, value REAL NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS metrics_by_time ON metrics (target, ts)`,
  `CREATE TABLE IF NOT EXISTS checks (
     ts INTEGER NOT NULL, target TEXT NOT NULL, run TEXT NOT NULL, id TEXT NOT NULL, stage TEXT NOT NULL,
     variant TEXT, outcome TEXT NOT NULL, message TEXT)`,
  `CREATE INDEX IF NOT EXISTS checks_by_time ON checks (target, ts)`,
  `CREATE TABLE IF NOT EXISTS runs (
     run TEXT NOT NULL, target TEXT NOT NULL, ts INTEGER NOT NULL, duration_ms REAL NOT NULL, profile TEXT,
     verdict TEXT NOT NULL, exit_code INTEGER NOT NULL, failing TEXT NOT NULL, PRIMARY KEY (target, run))`,
  `CREATE TABLE IF NOT EXISTS incidents (
     id TEXT PRIMARY KEY, target TEXT NOT NULL, topic TEXT NOT NULL, state TEXT NOT NULL, opened_at INTEGER NOT NULL,
     body TEXT NOT NULL)`,
  // The de-duplication: two ticks at once cannot open the same incident twice.
  `CREATE UNIQUE INDEX IF NOT EXISTS one_open_incident ON incidents (target, topic) WHERE state <> 'resolved'`,
];
