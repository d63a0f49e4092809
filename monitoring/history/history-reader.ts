// Reads of one site's history: sums over windows, samples, states, checks, deployments.
import { isAboutSite, type Sample } from '../sample.ts';
import type { CheckReading, Deployment, LastAnswer, StateReading, WindowSource, WindowSum } from '../window-source.ts';
import type { Database } from './database.ts';
import { deploymentOf, sightingOf, withReturns } from './deployment-rows.ts';
import { readPercentiles, SAMPLE_COLUMNS, sampleOf, type WindowSums } from './read-windows.ts';
import { classOfNumber } from './rollup-row.ts';
import { WindowCache } from './window-cache.ts';
import { snapped } from './window-pieces.ts';
import { WordNumbers } from './word-numbers.ts';

/** No run sends probes for longer. */
const LONGEST_RUN_MS = 86_400_000;
/** The id of a site without rows. */
export const NOT_THERE = -1;

export class HistoryReader implements WindowSource {
  readonly db: Database;
  readonly target: string;
  readonly words = new WordNumbers();
  readonly #memory: WindowCache;

  constructor(db: Database, target: string) {
    this.db = db;
    this.target = target;
    this.#memory = new WindowCache(db, this.words);
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
    return readPercentiles(this.db, site, number, snapped(fromMs, toMs, await this.#memory.kept()), wanted);
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
    const first = await this.#rows('SELECT * FROM deployments WHERE target = ? ORDER BY at', []);
    const live = await this.#rows('SELECT at, commit_id FROM live_commits WHERE target = ? ORDER BY at', []);
    return withReturns(first.map(deploymentOf), live.map(sightingOf)).filter(({ at }) => at > fromMs && at <= toMs);
  }

  async gateSamples(fromMs: number, toMs: number): Promise<number[]> {
    // The samples of a tick have a name that is no run's.
    const sql = `SELECT at, class FROM samples WHERE target = ?1 AND at > ?2 AND at <= ?3 AND run IN (
      SELECT w.id FROM words w JOIN runs r ON r.run = w.word WHERE r.target = ?1 AND r.at > ?4) ORDER BY at`;
    const rows = await this.#rows(sql, [fromMs, toMs, fromMs - LONGEST_RUN_MS]);
    return rows.filter((row) => isAboutSite(classOfNumber(Number(row['class'])))).map((row) => Number(row['at']));
  }

  /** First body line and request id of the newest failing answer of each endpoint. */
  async lastAnswers(fromMs: number, toMs: number): Promise<LastAnswer[]> {
    const sql = `SELECT at, word, body_line, request_id FROM last_answers JOIN words ON words.id = endpoint
      WHERE target = ? AND at > ? AND at <= ?`;
    return (await this.#rows(sql, [fromMs, toMs])).map((row) => ({
      at: Number(row['at']),
      endpoint: String(row['word']),
      bodyLine: row['body_line'] === null ? null : String(row['body_line']),
      requestId: row['request_id'] === null ? null : String(row['request_id']),
    }));
  }

  /** Rows of this site. The site's id is bound first, then `args`. */
  async #rows(sql: string, args: (number | string)[]): Promise<Record<string, unknown>[]> {
    const site = await this.#site();
    return site === undefined ? [] : (await this.db.query(sql, [site, ...args])).rows;
  }

  /** The values of this site in `target` columns: its id, and its origin in the tables of incidents. */
  async targetKeys(): Promise<[number, string]> {
    return [(await this.#site()) ?? NOT_THERE, this.target];
  }

  /** Runs a statement on tables of other modules. */
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

  /** Clears the cache after a write. */
  protected forgetReads(): void {
    this.#memory.forget();
  }

  async #window(fromMs: number, toMs: number): Promise<WindowSums> {
    return this.#memory.sums((await this.#site()) ?? NOT_THERE, fromMs, toMs);
  }
}
