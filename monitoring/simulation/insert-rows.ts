// Writes many rows of one table in few statements.
import type { Transaction } from '../history/database.ts';

/** Rows of one statement. */
const ROWS_AT_ONCE = 400;

export async function insertRows(
  tx: Transaction,
  table: string,
  rows: readonly (readonly (number | string | Uint8Array | null)[])[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const some = rows.slice(i, i + ROWS_AT_ONCE);
    const places = some.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
    await tx.query(`INSERT OR REPLACE INTO ${table} VALUES ${places}`, some.flat());
  }
}
