// The history of one site: what probes, journeys and runs found over time. SQLite in a file, or a libsql server by URL.
import type { ResultRecord } from '../../reports/result.ts';
import type { Sample } from '../sample.ts';
import type { StateReading } from '../window-source.ts';
import { Database, type DatabaseOptions, type Statement, type Transaction } from './database.ts';
import { HistoryError } from './history-error.ts';
import { migrate, SCHEMA_VERSION, versionOf } from './migrations.ts';
import { HistoryReader } from './history-reader.ts';
import { prune } from './prune.ts';
import {
  deploymentStatement,
  liveStatement,
  recordStatements,
  runStatement,
  statesOf,
  type RunRow,
} from './run-rows.ts';
import type { SpoolEntry } from './spool-file.ts';
import { writeEntry } from './write-entry.ts';
import { writeSamples } from './write-samples.ts';
import { stateStatements } from './write-states.ts';

export type HistoryOptions = DatabaseOptions & {
  /** The site; only its origin is stored. Rows of other sites are never read. */
  target: string;
};

/** Opens a history. Creates or upgrades it if necessary. Throws HistoryError. */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const db = await Database.open(options);
  try {
    const version = await versionOf(db);
    if (version === undefined)
      throw new HistoryError(
        'foreign',
        `Cannot use history ${db.name}: it is a database of another program. Choose another with --history or HISTORY_URL`,
      );
    if (version < SCHEMA_VERSION) {
      // WAL: readers and the writer do not block each other. If it cannot be set, the history still works.
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

export class History extends HistoryReader {
  /** A warning about this history; undefined if there is none. */
  readonly note: string | undefined;
  readonly #mayWrite: boolean;

  constructor(db: Database, target: string, version: number) {
    super(db, target);
    this.#mayWrite = version <= SCHEMA_VERSION;
    this.note = this.#mayWrite
      ? undefined
      : `history ${db.name} was written by a later release (version ${version}, this release writes ${SCHEMA_VERSION}): it is read as far as possible and not changed`;
  }

  /** Stores samples of a run. Repeated samples change nothing. Returns the number of new ones. */
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

  /** Stores the result of a run; replaces an earlier result of the same run. */
  addRun(row: RunRow): Promise<void> {
    return this.#write((site) => [runStatement(site, row)]);
  }

  /** Stores a live commit, with the gate's verdict if there is one. */
  addDeployment(seen: { commit: string; address: string; at: number; verdict: string | null }): Promise<void> {
    return this.#write((site) => [deploymentStatement(site, seen), liveStatement(site, seen)]);
  }

  /** Stores all entries of a run in one transaction. */
  addEntries(entries: readonly SpoolEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    return this.change(async (tx) => {
      for (const entry of entries) await writeEntry(tx, this.words, entry);
    });
  }

  /** Stores a measured load capacity, requests per second. */
  addCapacity(seen: { run: string; at: number; script: string; perSecond: number; note?: string }): Promise<void> {
    const args = [seen.at, seen.run, seen.script, seen.perSecond, seen.note ?? null];
    return this.#write((site) => [
      { sql: 'INSERT OR REPLACE INTO capacities VALUES (?, ?, ?, ?, ?, ?)', args: [site, ...args] },
    ]);
  }

  /** Deletes what is older than its retention (judging.ts), of every site. */
  prune(nowMs: number): Promise<void> {
    return this.change((tx) => prune(tx, nowMs));
  }

  close(): Promise<void> {
    return this.db.close();
  }

  #write(statements: (site: number) => Statement[]): Promise<void> {
    return this.change(async (tx) => {
      for (const { sql, args } of statements(await this.words.numberOf(tx, this.target))) await tx.query(sql, args);
    });
  }

  /** One transaction. Throws HistoryError if the history was written by a later release. */
  async change<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (!this.#mayWrite) throw new HistoryError('newer', this.note ?? 'history written by a later release');
    let attempts = 0;
    try {
      return await this.db.transaction((tx) => {
        if (attempts++ > 0) this.words.forget(); // ids of a rolled-back transaction do not exist
        return work(tx);
      });
    } catch (error) {
      this.words.forget();
      throw error;
    } finally {
      this.forgetReads();
    }
  }
}
