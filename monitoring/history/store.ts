// The history of one site: what probes, journeys and runs found over time. SQLite in a file, or a libsql server by URL.
import type { ResultRecord } from '../../reports/result.ts';
import type { Sample } from '../sample.ts';
import type { CheckReading, Deployment, StateReading, WindowSource, WindowSum } from '../window-source.ts';
import { Database, type DatabaseOptions, type Statement, type Transaction } from './database.ts';
import { HistoryError } from './history-error.ts';
import { migrate, SCHEMA_VERSION, versionOf } from './migrations.ts';
import { prune, readKept } from './prune.ts';
import { readPercentiles, readWindow, SAMPLE_COLUMNS, sampleOf, type WindowSums } from './read-windows.ts';
import { deploymentStatement, recordStatements, runStatement, statesOf, type RunRow } from './run-rows.ts';
import type { SpoolEntry } from './spool-file.ts';
import { snapped, type Kept } from './window-pieces.ts';
import { WordNumbers } from './word-numbers.ts';
import { writeEntry } from './write-entry.ts';
import { writeSamples } from './write-samples.ts';
import { stateStatements } from './write-states.ts';

export type HistoryOptions = DatabaseOptions & {
  /** The site; only its origin is kept. Rows of other sites are never seen. */
  target: string;
};

/** Opens, carries over and if need be creates a history. Throws HistoryError. */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const db = new Database(options);
  try {
    const version = await versionOf(db);
    if (version === undefined)
      throw new HistoryError(
        'foreign',
        `Cannot use history ${db.name}: it is a database of something else. Name another with --history or HISTORY_URL`,
      );
    if (version < SCHEMA_VERSION) {
      // Readers and the one writer do not hold each other up then. Where it cannot be set, the history works all the same.
      if (db.isFile) await db.query('PRAGMA journal_mode = WAL').catch(() => undefined);
      await db.transaction((tx) => migrate(tx));
      if (db.isFile && version > 0) await db.query('VACUUM').catch(() => undefined);
    }
    return new History(db, new URL(options.target).origin, version);
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Reads of one judging come in quick succession; a window that another run's samples could have changed is read again. */
const REMEMBER_MS = 500;
const REMEMBERED_WINDOWS = 64;
const KEPT_FOR_MS = 60_000;

export class History implements WindowSource {
  readonly db: Database;
  readonly target: string;
  /** What must be said about it before it is used; undefined where nothing must. */
  readonly note: string | undefined;
  readonly words = new WordNumbers();
  readonly #mayWrite: boolean;
  readonly #windows = new Map<string, { readAt: number; sums: Promise<WindowSums> }>();
  #kept: { readAt: number; kept: Promise<Kept> } | undefined;

  constructor(db: Database, target: string, version: number) {
    this.db = db;
    this.target = target;
    this.#mayWrite = version <= SCHEMA_VERSION;
    this.note = this.#mayWrite
      ? undefined
      : `history ${db.name} is of a later release (version ${version}, this one writes ${SCHEMA_VERSION}): it is read as far as possible and not written`;
  }

  /** Stores samples of a run; those it has already change nothing. Returns how many were new. */
  addSamples(run: string, samples: readonly Sample[]): Promise<number> {
    return this.change((tx) => writeSamples(tx, this.words, this.target, run, samples));
  }

  addStates(readings: readonly StateReading[]): Promise<void> {
    return this.change(async (tx) => {
      const site = await this.words.numberOf(tx, this.target);
      for (const { sql, args } of await stateStatements(tx, this.words, site, readings)) await tx.query(sql, args);
    });
  }

  /** Stores the checks, medians, load runs and states among the records of a run. */
  async addRecords(run: string, records: readonly ResultRecord[]): Promise<void> {
    await this.#write((site) => recordStatements(site, run, records));
    await this.addStates(statesOf(records));
  }

  /** Stores what a run came to; the same run again replaces its line. */
  addRun(row: RunRow): Promise<void> {
    return this.#write((site) => [runStatement(site, row)]);
  }

  /** A commit that was seen live, with the gate's verdict on it where there is one. */
  addDeployment(seen: { commit: string; address: string; at: number; verdict: string | null }): Promise<void> {
    return this.#write((site) => [deploymentStatement(site, seen)]);
  }

  /** Stores all that a run brings in one transaction. */
  addEntries(entries: readonly SpoolEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    return this.change(async (tx) => {
      for (const entry of entries) await writeEntry(tx, this.words, entry);
    });
  }

  /** How much load the site was shown to bear: requests a second. */
  addCapacity(seen: { run: string; at: number; script: string; perSecond: number; note?: string }): Promise<void> {
    const args = [seen.at, seen.run, seen.script, seen.perSecond, seen.note ?? null];
    return this.#write((site) => [
      { sql: 'INSERT OR REPLACE INTO capacities VALUES (?, ?, ?, ?, ?, ?)', args: [site, ...args] },
    ]);
  }

  async endpoints(fromMs: number, toMs: number): Promise<string[]> {
    const sums = await this.#window(fromMs, toMs);
    return [...sums.keys()].filter((endpoint) => endpoint !== '*').sort();
  }

  async sum(endpoint: string, fromMs: number, toMs: number): Promise<WindowSum> {
    const sums = await this.#window(fromMs, toMs);
    const all = sums.get('*') as WindowSum;
    const none = { n: 0, valid: 0, classes: {}, ttfb: { n: 0, sumMs: 0, maxMs: 0 }, coverage: 0, watched: 0 };
    return sums.get(endpoint) ?? { fromMs: all.fromMs, toMs: all.toMs, ...none };
  }

  /** Percentiles (0..100) of the time to first byte, ms; null where nothing was measured. */
  async percentiles(
    endpoint: string,
    fromMs: number,
    toMs: number,
    wanted: readonly number[],
  ): Promise<number[] | null> {
    const site = await this.#site();
    const number = endpoint === '*' ? undefined : await this.words.find(this.db, endpoint);
    if (site === undefined || (endpoint !== '*' && number === undefined)) return null;
    return readPercentiles(this.db, site, number, snapped(fromMs, toMs, await this.#keptNow()), wanted);
  }

  async latest(endpoint: string, limit: number, toMs: number): Promise<Sample[]> {
    const number = await this.words.find(this.db, endpoint);
    const rows = await this.#rows(
      `SELECT ${SAMPLE_COLUMNS} WHERE s.target = ? AND s.at <= ? AND s.endpoint = ? ORDER BY s.at DESC LIMIT ?`,
      [toMs, number ?? -1, limit],
    );
    return rows.map(sampleOf).reverse();
  }

  async samples(fromMs: number, toMs: number): Promise<Sample[]> {
    const sql = `SELECT ${SAMPLE_COLUMNS} WHERE s.target = ? AND s.at > ? AND s.at <= ? ORDER BY s.at`;
    return (await this.#rows(sql, [fromMs, toMs])).map(sampleOf);
  }

  async states(fromMs: number, toMs: number): Promise<StateReading[]> {
    const sql = `SELECT at, k.word AS kpi, j.word AS subject, value FROM states
      JOIN words k ON k.id = kpi JOIN words j ON j.id = subject WHERE target = ? AND at > ? AND at <= ? ORDER BY at`;
    return (await this.#rows(sql, [fromMs, toMs])).map((row) => ({
      at: Number(row['at']),
      kpi: String(row['kpi']),
      subject: String(row['subject']),
      value: Number(row['value']),
    }));
  }

  async checks(fromMs: number, toMs: number): Promise<CheckReading[]> {
    const sql = 'SELECT at, id, outcome, message FROM checks WHERE target = ? AND at > ? AND at <= ? ORDER BY at';
    return (await this.#rows(sql, [fromMs, toMs])).map((row) => ({
      at: Number(row['at']),
      id: String(row['id']),
      outcome: String(row['outcome']) as CheckReading['outcome'],
      message: row['message'] === null ? null : String(row['message']),
    }));
  }

  async deployments(fromMs: number, toMs: number): Promise<Deployment[]> {
    const sql = 'SELECT * FROM deployments WHERE target = ? AND at > ? AND at <= ? ORDER BY at';
    return (await this.#rows(sql, [fromMs, toMs])).map((row) => ({
      at: Number(row['at']),
      commit: String(row['commit_id']),
      address: String(row['address']),
      verdict: row['verdict'] === null ? null : String(row['verdict']),
    }));
  }

  /** Deletes what is older than its retention (judging.ts), of every site. */
  prune(nowMs: number): Promise<void> {
    this.#kept = undefined;
    return this.change((tx) => prune(tx, nowMs));
  }

  close(): Promise<void> {
    return this.db.close();
  }

  /** Rows of this site: `args` follow its number. */
  async #rows(sql: string, args: (number | string)[]): Promise<Record<string, unknown>[]> {
    const site = await this.#site();
    return site === undefined ? [] : (await this.db.query(sql, [site, ...args])).rows;
  }

  /** A statement of a room that keeps tables of its own here. */
  query(sql: string, args: (string | number | null)[] = []): ReturnType<Database['query']> {
    return this.db.query(sql, args);
  }

  /** Any reader of this site's rows (run-reads.ts); `args` follow its number. */
  rows(sql: string, args: (number | string)[] = []): Promise<Record<string, unknown>[]> {
    return this.#rows(sql, args);
  }

  #site(): Promise<number | undefined> {
    return this.words.find(this.db, this.target);
  }

  #write(statements: (site: number) => Statement[]): Promise<void> {
    return this.change(async (tx) => {
      for (const { sql, args } of statements(await this.words.numberOf(tx, this.target))) await tx.query(sql, args);
    });
  }

  /** One transaction. Throws HistoryError where the history is of a later release. */
  async change<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (!this.#mayWrite) throw new HistoryError('newer', this.note ?? 'history of a later release');
    let attempts = 0;
    try {
      return await this.db.transaction((tx) => {
        if (attempts++ > 0) this.words.forget(); // numbers that were rolled back are nobody's
        return work(tx);
      });
    } catch (error) {
      this.words.forget();
      throw error;
    } finally {
      this.#windows.clear();
    }
  }

  async #window(fromMs: number, toMs: number): Promise<WindowSums> {
    const key = `${fromMs} ${toMs}`;
    const known = this.#windows.get(key);
    const now = performance.now();
    if (known && now - known.readAt < REMEMBER_MS) return known.sums;
    if (this.#windows.size >= REMEMBERED_WINDOWS) this.#windows.clear();
    const sums = this.#readWindow(fromMs, toMs);
    this.#windows.set(key, { readAt: now, sums });
    sums.catch(() => this.#windows.delete(key));
    return sums;
  }

  async #readWindow(fromMs: number, toMs: number): Promise<WindowSums> {
    return readWindow(this.db, this.words, (await this.#site()) ?? -1, fromMs, toMs, await this.#keptNow());
  }

  #keptNow(): Promise<Kept> {
    const now = performance.now();
    if (this.#kept === undefined || now - this.#kept.readAt > KEPT_FOR_MS) {
      this.#kept = { readAt: now, kept: readKept(this.db) };
      this.#kept.kept.catch(() => (this.#kept = undefined));
    }
    return this.#kept.kept;
  }
}
