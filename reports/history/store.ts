// The history: what probes and checks found over time. SQLite in a file, or a libsql server by URL; one client for both.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient, type Client, type InStatement } from '@libsql/client';
import type { HttpRecord, MetricRecord, ResultRecord } from '../result.ts';
import { metricOf, runOf, runStatement, sampleOf, statements, type RunRow } from './rows.ts';
import { SCHEMA_VERSION, TABLES } from './schema.ts';

/** The history cannot be opened, read or written. The message says what to do and holds no token. */
export class HistoryError extends Error {
  override name = 'HistoryError';
}

export type HistoryOptions = {
  /** A file path, `:memory:`, or a libsql, http(s) or ws(s) URL. */
  location: string;
  /** The site; only its origin is kept. Rows of other sites are never seen. */
  target: string;
  /** For a server; prefer it over a token within the URL. */
  authToken?: string;
};

const REMOTE = /^(libsql|https?|wss?):\/\//;
const BUSY_MS = 5_000;
const BATCH = 200;

/** Opens, checks and if need be creates a history. Throws HistoryError: damaged, foreign, newer, not reachable. */
export async function openHistory({ location, target, authToken }: HistoryOptions): Promise<History> {
  const remote = REMOTE.test(location);
  const name = remote ? new URL(location).host : location;
  let client: Client | undefined;
  try {
    if (!remote && location !== ':memory:') mkdirSync(dirname(location), { recursive: true });
    const url = remote || location === ':memory:' ? location : pathToFileURL(location).href;
    client = createClient({ url, timeout: BUSY_MS, ...(authToken === undefined ? {} : { authToken }) });
    if (!remote) {
      const [row] = (await client.execute('PRAGMA quick_check(1)')).rows;
      if (row?.[0] !== 'ok') throw new HistoryError(`history ${name} is damaged (${String(row?.[0])}): move it away`);
    }
    await client.batch([...TABLES], 'write');
    await client.execute(`INSERT OR IGNORE INTO meta VALUES ('schema', '${SCHEMA_VERSION}')`);
    const [row] = (await client.execute(`SELECT value FROM meta WHERE key = 'schema'`)).rows;
    if (Number(row?.['value']) !== SCHEMA_VERSION) {
      throw new HistoryError(
        `history ${name} has schema ${String(row?.['value'])}, this suite writes ${SCHEMA_VERSION}`,
      );
    }
    return new History(client, new URL(target).origin, name);
  } catch (error) {
    client?.close();
    throw error instanceof HistoryError ? error : refused(name, error);
  }
}

function refused(name: string, error: unknown): HistoryError {
  const code = String((error as { code?: unknown }).code ?? 'error');
  const foreign = code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT';
  const advice = foreign
    ? 'not a usable SQLite database: move it away, or name another with --history'
    : 'cannot be used';
  return new HistoryError(`history ${name}: ${advice} (${code})`);
}

export class History {
  // Parameter properties are not erasable TypeScript.
  readonly #client: Client;
  readonly target: string;
  readonly #name: string;

  constructor(client: Client, target: string, name: string) {
    this.#client = client;
    this.target = target;
    this.#name = name;
  }

  /** Runs a statement; the parameters are bound, never pasted. */
  async query(sql: string, args: (string | number | null)[] = []): Promise<Awaited<ReturnType<Client['execute']>>> {
    try {
      return await this.#client.execute({ sql, args });
    } catch (error) {
      throw refused(this.#name, error);
    }
  }

  async write(all: InStatement[]): Promise<void> {
    try {
      for (let i = 0; i < all.length; i += BATCH) await this.#client.batch(all.slice(i, i + BATCH), 'write');
    } catch (error) {
      throw refused(this.#name, error);
    }
  }

  /** Appends the probes, metrics and checks among the records of a run. */
  append(run: string, records: readonly ResultRecord[]): Promise<void> {
    return this.write(statements(this.target, run, records));
  }

  /** Appends what a run came to; the same run again replaces its line. */
  appendRun(row: RunRow): Promise<void> {
    return this.write([runStatement(this.target, row)]);
  }

  /** Probes with `from < time <= to`, oldest first. */
  async samples(from: Date, to: Date): Promise<HttpRecord[]> {
    const sql = 'SELECT * FROM samples WHERE target = ? AND ts > ? AND ts <= ? ORDER BY ts';
    return (await this.query(sql, [this.target, from.getTime(), to.getTime()])).rows.map(sampleOf);
  }

  /** Metrics with `from < time <= to`, oldest first. */
  async metrics(from: Date, to: Date): Promise<MetricRecord[]> {
    const sql = 'SELECT * FROM metrics WHERE target = ? AND ts > ? AND ts <= ? ORDER BY ts';
    return (await this.query(sql, [this.target, from.getTime(), to.getTime()])).rows.map(metricOf);
  }

  /** The last runs, newest first. */
  async runs(limit: number): Promise<RunRow[]> {
    const { rows } = await this.query('SELECT * FROM runs WHERE target = ? ORDER BY ts DESC LIMIT ?', [
      this.target,
      limit,
    ]);
    return rows.map(runOf);
  }

  /**
   * Sums per bucket of time, as records whose `at` is the bucket's start; a bucket without samples is absent, never
   * zero. Probes that the edge blocked are left out: they say nothing about the site.
   */
  async rollup(from: Date, to: Date, bucketMs: number): Promise<HttpRecord[]> {
    const sum = (column: string): string => `SUM(${column}) AS ${column}`;
    const columns = ['requests', 'valid', 'server_errors', 'rate_limited', 'timeouts', 'ttfb_n', 'ttfb_sum_ms'];
    // The client binds every number as a float, which would make the division exact and each sample its own bucket.
    const bucket = '(samples.ts / CAST(?1 AS INTEGER)) * CAST(?1 AS INTEGER)';
    const sql = `SELECT ${bucket} AS ts, '*' AS endpoint, '[]' AS failures, MAX(ttfb_max_ms) AS ttfb_max_ms,
        ${columns.map(sum).join(', ')}
      FROM samples WHERE target = ?2 AND samples.ts > ?3 AND samples.ts <= ?4
        AND failures NOT LIKE '%"edge-challenge"%' GROUP BY ${bucket} ORDER BY 1`;
    const args = [bucketMs, this.target, from.getTime(), to.getTime()];
    return (await this.query(sql, args)).rows.map(sampleOf);
  }

  /** Deletes what is older, of every table but open incidents. */
  prune(before: Date): Promise<void> {
    const args = [this.target, before.getTime()];
    const tables = ['samples', 'metrics', 'checks', 'runs'];
    return this.write([
      ...tables.map((table) => ({ sql: `DELETE FROM ${table} WHERE target = ? AND ts < ?`, args })),
      { sql: `DELETE FROM incidents WHERE target = ? AND opened_at < ? AND state = 'resolved'`, args },
    ]);
  }

  close(): void {
    this.#client.close();
  }
}
