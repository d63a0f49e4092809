// A cache of windows and their pieces: the rules of one judging read the same windows several times.
import type { Database } from './database.ts';
import { readKept } from './prune.ts';
import { readWindow, type PieceTallies, type WindowSums } from './read-windows.ts';
import type { Kept } from './window-pieces.ts';
import type { WordNumbers } from './word-numbers.ts';

/** Longer than one judging takes. After this time a window is read again, because other runs may have added samples. */
const REMEMBER_MS = 500;
const REMEMBERED_WINDOWS = 64;
const KEPT_FOR_MS = 60_000;

export class WindowCache {
  readonly #db: Database;
  readonly #words: WordNumbers;
  readonly #windows = new Map<string, { readAt: number; sums: Promise<WindowSums> }>();
  #pieces: { readAt: number; known: PieceTallies } = { readAt: -Infinity, known: new Map() };
  #kept: { readAt: number; kept: Promise<Kept> } | undefined;

  constructor(db: Database, words: WordNumbers) {
    this.#db = db;
    this.#words = words;
  }

  async sums(site: number, fromMs: number, toMs: number): Promise<WindowSums> {
    const key = `${site} ${fromMs} ${toMs}`;
    const known = this.#windows.get(key);
    const now = performance.now();
    if (known && now - known.readAt < REMEMBER_MS) return known.sums;
    if (this.#windows.size >= REMEMBERED_WINDOWS) this.#windows.clear();
    const sums = this.#read(site, fromMs, toMs);
    this.#windows.set(key, { readAt: now, sums });
    sums.catch(() => this.#windows.delete(key));
    return sums;
  }

  /** Since when each table is complete. */
  kept(): Promise<Kept> {
    const now = performance.now();
    if (this.#kept === undefined || now - this.#kept.readAt > KEPT_FOR_MS) {
      this.#kept = { readAt: now, kept: readKept(this.#db) };
      this.#kept.kept.catch(() => (this.#kept = undefined));
    }
    return this.#kept.kept;
  }

  /** Clears the cache after a write. */
  forget(): void {
    this.#windows.clear();
    // A new map instead of clear(): a read in progress writes into the old map, which is dropped.
    this.#pieces = { readAt: -Infinity, known: new Map() };
    this.#kept = undefined;
  }

  async #read(site: number, fromMs: number, toMs: number): Promise<WindowSums> {
    const kept = await this.kept();
    const now = performance.now();
    if (now - this.#pieces.readAt >= REMEMBER_MS) this.#pieces = { readAt: now, known: new Map() };
    const reading = { db: this.#db, words: this.#words, known: this.#pieces.known };
    return readWindow(reading, site, fromMs, toMs, kept);
  }
}
