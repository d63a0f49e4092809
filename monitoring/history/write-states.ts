// Statements that store the states that the site reports of its dependencies.
import type { StateReading } from '../window-source.ts';
import type { Statement } from './database.ts';
import type { Reader, WordNumbers } from './word-numbers.ts';

export async function stateStatements(
  tx: Reader,
  words: WordNumbers,
  site: number,
  readings: readonly StateReading[],
): Promise<Statement[]> {
  const statements: Statement[] = [];
  for (const { at, kpi, subject, value } of readings)
    statements.push({
      sql: 'INSERT OR IGNORE INTO states VALUES (?, ?, ?, ?, ?)',
      args: [site, at, await words.numberOf(tx, kpi), await words.numberOf(tx, subject), value],
    });
  return statements;
}
