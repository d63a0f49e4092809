// Windows and pieces of windows that were read a moment ago: the rules of one judging ask for the same ones again and again.
import type { Database } from './database.ts';
import { readKept } from './prune.ts';
import { readWindow, type PieceTallies, type WindowSums } from './read-windows.ts';
import type { Kept } from './window-pieces.ts';
import type { WordNumbers } from './word-numbers.ts';

/** Reads of one judging come in quick succession; a window that another run's samples could have changed is read again. */
const REMEMBER_MS = 500;
const REMEMBERED_WINDOWS = 64;
const KEPT_FOR_MS = 60_000;

export class WindowMemory {
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

  /** From when on each table is whole. */
  kept(): Promise<Kept> {
    const now = performance.now();
    if (this.#kept === undefined || now - this.#kept.readAt > KEPT_FOR_MS) {
      this.#kept = { readAt: now, kept: readKept(this.#db) };
      this.#kept.kept.catch(() => (this.#kept = undefined));
    }
    return this.#kept.kept;
  }

  /** What was read before a write is read again. */
  forget(): void {
    this.#windows.clear();
    // A new map, not an emptied one: what is being read at this moment goes into the old one, and with it.
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
