// Ids of texts: endpoints, codes and origins are stored as ids, so that a sample takes a few bytes.
import type { Transaction } from './database.ts';

export type Reader = Pick<Transaction, 'query'>;

/** Ids of texts, cached while the history is open. An id never changes. */
export class WordNumbers {
  readonly #known = new Map<string, number>();
  readonly #words = new Map<number, string>();

  /** The id of a text; creates one if necessary. Call forget() after a rolled-back transaction. */
  async numberOf(tx: Reader, word: string): Promise<number> {
    const known = this.#known.get(word) ?? (await this.find(tx, word));
    if (known !== undefined) return known;
    const { rows } = await tx.query('INSERT INTO words (word) VALUES (?) RETURNING id', [word]);
    return this.#remember(word, Number(rows[0]?.['id']));
  }

  /** The id of a text, undefined if it has none. */
  async find(reader: Reader, word: string): Promise<number | undefined> {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    const { rows } = await reader.query('SELECT id FROM words WHERE word = ?', [word]);
    return rows[0] === undefined ? undefined : this.#remember(word, Number(rows[0]['id']));
  }

  /** The text of an id. Reads the table if the id is not cached. */
  async wordOf(reader: Reader, id: number): Promise<string> {
    const known = this.#words.get(id);
    if (known !== undefined) return known;
    const { rows } = await reader.query('SELECT word FROM words WHERE id = ?', [id]);
    const word = rows[0] === undefined ? `unknown ${id}` : String(rows[0]['word']);
    if (rows[0] !== undefined) this.#remember(word, id);
    return word;
  }

  forget(): void {
    this.#known.clear();
    this.#words.clear();
  }

  #remember(word: string, id: number): number {
    this.#known.set(word, id);
    this.#words.set(id, word);
    return id;
  }
}
