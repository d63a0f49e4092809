// One database, a file or a libsql server: snapshots, transactions, and patience with a lock that another run holds.
import { makeFolder } from '../../common/make-folder.ts';
import { dirname } from 'node:path';
import { setImmediate as turnOfTheLoop, setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Client, InStatement, InValue, ResultSet } from '@libsql/client';
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
  /** How long a locked database is tried again, ms. */
  patienceMs?: number;
  /** Called once when a lock has to be waited for. */
  onWait?: () => void;
};

export const isServer = (location: string): boolean => /^(libsql|https?|wss?):\/\//.test(location);
/** What SQLite itself waits blocks the whole process, so it is short; the longer patience is ours. */
const BUSY_MS = 15;
const RETRY_EVERY_MS = 40;

export class Database {
  readonly name: string;
  readonly isFile: boolean;
  patienceMs: number;
  readonly #client: Client;
  readonly #onWait: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** Opens without touching the content. Throws HistoryError. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { location, authToken } = options;
    const remote = isServer(location);
    const isFile = !remote && location !== ':memory:';
    const name = remote ? new URL(location).host : location;
    try {
      if (isFile) makeFolder(dirname(location));
      // A file needs no client of HTTP and web sockets, which takes 15 MB: a tenth of what a tick may have.
      const { createClient } = await (remote ? import('@libsql/client') : import('@libsql/client/sqlite3'));
      const url = isFile ? pathToFileURL(location).href : location;
      const client = createClient({ url, timeout: BUSY_MS, ...(authToken === undefined ? {} : { authToken }) });
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

  /** Runs one statement; the parameters are bound, never pasted. */
  query(sql: string, args: InValue[] = []): Promise<Result> {
    return this.#patiently('read', async () => resultOf(await this.#client.execute({ sql, args })));
  }

  /** Runs selects on one state of the database. */
  async snapshot(statements: readonly Statement[]): Promise<Result[]> {
    if (statements.length === 0) return [];
    return this.#patiently('read', async () =>
      (await this.#client.batch(statements as InStatement[], 'read')).map(resultOf),
    );
  }

  /** Runs statements in one transaction. */
  async write(statements: readonly Statement[]): Promise<Result[]> {
    if (statements.length === 0) return [];
    return this.#inTurn(() =>
      this.#patiently('write', async () =>
        (await this.#client.batch(statements as InStatement[], 'write')).map(resultOf),
      ),
    );
  }

  /**
   * Reads, then writes, with nobody writing between. Rolled back where `work` throws. `work` may run again after a lock was met,
   * so what it changes outside the database must stand the repetition; it must use its own transaction alone.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#inTurn(() =>
      this.#patiently('write', async () => {
        // A commit is in the kernel's hands then, which a killed process cannot take back; waiting for the disk would stop the whole
        // process, up to 140 ms a second on a busy one. It holds for a connection, and a lock may have brought a new one.
        if (this.isFile) await this.#client.execute('PRAGMA synchronous = NORMAL');
        const tx = await this.#client.transaction('write');
        try {
          const done = await work({ query: async (sql, args = []) => resultOf(await tx.execute({ sql, args })) });
          await tx.commit();
          return done;
        } finally {
          tx.close();
          // All of it ran without a pause. The client frees its statements only when the event loop turns: without this a process that
          // writes one transaction after the other keeps each statement it ever made (14 GB in the benchmark of the history).
          await turnOfTheLoop();
        }
      }),
    );
  }

  /** Moves what the write-ahead log holds into the file, so that the file alone is the history, and closes. */
  async close(): Promise<void> {
    // Another run that reads or writes holds this up: it does the same at its own end.
    if (this.isFile) await this.#client.execute('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
    this.#client.close();
  }

  /** Writers of this process queue: the client's own would hold up the whole process until its busy time is over. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #patiently<T>(verb: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await work();
      } catch (error) {
        const waited = performance.now() - started;
        if (!isLocked(error) || waited >= this.patienceMs) throw historyError(this.name, verb, error, waited);
        if (isFirst) this.#onWait?.();
        // A connection that met a lock keeps its old view of the file, and is refused from then on: a new one reads afresh.
        if (this.isFile) this.#client.reconnect();
        await pause(RETRY_EVERY_MS);
      }
    }
  }
}

const resultOf = ({ rows, rowsAffected }: ResultSet): Result => ({ rows, changed: rowsAffected });
