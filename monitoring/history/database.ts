// One database, a file or a libsql server: snapshots, transactions, and retries while another run holds the lock.
import { makeFolder } from '../../common/make-folder.ts';
import { dirname } from 'node:path';
import { setImmediate as nextLoopTurn, setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Client, InStatement, InValue, ResultSet } from '@libsql/client';
import { TICK_RULES } from '../../judging.ts';
import { fetchWithin } from './fetch-within.ts';
import { historyError, isLocked } from './history-error.ts';

export type Statement = { sql: string; args?: InValue[] };
/** `changed` counts the rows that a statement wrote. */
export type Result = { rows: ResultSet['rows']; changed: number };
export type Transaction = { query(sql: string, args?: InValue[]): Promise<Result> };

export type DatabaseOptions = {
  /** A file path, `:memory:`, or a libsql, http(s) or ws(s) URL. */
  location: string;
  /** For a server; prefer it over a token within the URL. */
  authToken?: string;
  /** How long access to a locked database is retried, ms. */
  patienceMs?: number;
  /** How long one request to a server may take, ms. */ serverDeadlineMs?: number;
  /** Called once when the database is locked. */
  onWait?: () => void;
};

export const isServer = (location: string): boolean => /^(libsql|https?|wss?):\/\//.test(location);
/** SQLite's own wait blocks the whole process, so it is short. The longer wait is done by retries. */
const BUSY_MS = 15;
const RETRY_EVERY_MS = 40;
const WRITES = /^\s*(INSERT|UPDATE|DELETE|REPLACE|VACUUM)\b/i;

export class Database {
  readonly name: string;
  readonly isFile: boolean;
  patienceMs: number;
  readonly #client: Client;
  readonly #onWait: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** Opens without reading or changing the content. Throws HistoryError. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { location, authToken } = options;
    const remote = isServer(location);
    const isFile = !remote && location !== ':memory:';
    const name = remote ? new URL(location).host : location;
    try {
      if (isFile) makeFolder(dirname(location));
      // For a file, the HTTP and WebSocket client is not loaded: it takes 15 MB, a tenth of the memory limit of a tick.
      const { createClient } = await (remote ? import('@libsql/client') : import('@libsql/client/sqlite3'));
      const url = isFile ? pathToFileURL(location).href : location;
      const ms = options.serverDeadlineMs ?? TICK_RULES.serverDeadlineMs;
      const own = remote ? { fetch: fetchWithin(ms) } : { timeout: BUSY_MS };
      const client = createClient({ url, ...own, ...(authToken === undefined ? {} : { authToken }) });
      return new Database(client, name, isFile, options);
    } catch (error) {
      throw historyError(name, 'open', error);
    }
  }

  private constructor(client: Client, name: string, isFile: boolean, options: DatabaseOptions) {
    this.#client = client;
    this.name = name;
    this.isFile = isFile;
    this.patienceMs = options.patienceMs ?? 0;
    this.#onWait = options.onWait;
  }

  /** Runs one statement with bound parameters. One that writes waits for its turn: the lock of our own transaction is no other run's. */
  async query(sql: string, args: InValue[] = []): Promise<Result> {
    const execute = async (): Promise<Result> => resultOf(await this.#client.execute({ sql, args }));
    const result = await (WRITES.test(sql)
      ? this.#queued(() => this.#withRetries('write', execute))
      : this.#withRetries('read', execute));
    await this.#letOthersRun();
    return result;
  }

  /** Runs selects on one snapshot of the database. */
  async snapshot(statements: readonly Statement[]): Promise<Result[]> {
    if (statements.length === 0) return [];
    const results = await this.#withRetries('read', async () =>
      (await this.#client.batch(statements as InStatement[], 'read')).map(resultOf),
    );
    await this.#letOthersRun();
    return results;
  }

  /** Runs statements in one transaction. */
  async write(statements: readonly Statement[]): Promise<Result[]> {
    if (statements.length === 0) return [];
    return this.#queued(() =>
      this.#withRetries('write', async () =>
        (await this.#client.batch(statements as InStatement[], 'write')).map(resultOf),
      ),
    );
  }

  /**
   * Reads, then writes, without other writers in between. Rolled back if `work` throws. `work` is repeated if the database was locked, so
   * its effects outside the database must be repeatable. It must use only `tx`.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#queued(() =>
      this.#withRetries('write', async () => {
        // NORMAL: a commit survives a killed process, because the kernel has it. Waiting for the disk would block the process for up to
        // 140 ms a second. The setting belongs to the connection, and a retry may have opened a new one.
        if (this.isFile) await this.#client.execute('PRAGMA synchronous = NORMAL');
        const tx = await this.#client.transaction('write');
        try {
          const query: Transaction['query'] = async (sql, args = []) => {
            const result = resultOf(await tx.execute({ sql, args }));
            await this.#letOthersRun();
            return result;
          };
          const done = await work({ query });
          await tx.commit();
          return done;
        } finally {
          tx.close();
          // The client frees its statements only in the next turn of the event loop. Without this pause, consecutive transactions keep
          // all statements in memory (14 GB in the benchmark of the history).
          await nextLoopTurn();
        }
      }),
    );
  }

  /** Moves the write-ahead log into the file, so that the file alone is the history, and closes. */
  async close(): Promise<void> {
    // Fails while another run uses the file; that run does the same when it closes.
    if (this.isFile) await this.#client.execute('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
    this.#client.close();
  }

  /**
   * The client runs a statement on a file to its end before it returns, and its promises are resolved already: without this turn of the event
   * loop, a hundred statements in a row would keep the next probe from its start.
   */
  #letOthersRun(): Promise<void> | undefined {
    return this.isFile ? nextLoopTurn() : undefined;
  }

  /** Queues the writers of this process. Without it, a waiting writer would block the whole process. */
  #queued<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #withRetries<T>(verb: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await work();
      } catch (error) {
        const waited = performance.now() - started;
        if (!isLocked(error) || waited >= this.patienceMs) throw historyError(this.name, verb, error, waited);
        if (isFirst) this.#onWait?.();
        // After a lock the connection keeps its old snapshot and every write fails: a new connection is needed.
        if (this.isFile) this.#client.reconnect();
        await pause(RETRY_EVERY_MS);
      }
    }
  }
}

const resultOf = ({ rows, rowsAffected }: ResultSet): Result => ({ rows, changed: rowsAffected });
