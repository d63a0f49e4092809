// The content of a history, one line for each table.
import { tablesOf } from './export-history.ts';
import type { History } from './store.ts';

export async function overview(history: History): Promise<string[]> {
  const lines = [`${history.db.name}, ${history.target}`];
  for (const { table, time } of await tablesOf(history)) {
    const span = time === undefined ? '' : `, MIN(${time.sql}) AS first, MAX(${time.sql}) AS last`;
    const where = '(target = ? OR target = ?)';
    const [row] = (
      await history.query(`SELECT COUNT(*) AS n${span} FROM ${table} WHERE ${where}`, await history.targetKeys())
    ).rows;
    const n = Number(row?.['n']);
    const from = n > 0 && time ? ` from ${shown(row?.['first'])} to ${shown(row?.['last'])}` : '';
    lines.push(`  ${table.padEnd(18)} ${String(n).padStart(9)} rows${from}`);
  }
  return lines;
}

const shown = (ms: unknown): string => new Date(Number(ms)).toISOString().slice(0, 16).replace('T', ' ');
