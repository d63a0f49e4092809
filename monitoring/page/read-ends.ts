// Ends of checks and medians of audits as the pages need them: with their run and their variant.
import type { History } from '../history/store.ts';

export type CheckEnd = {
  at: number;
  run: string;
  id: string;
  stage: string;
  variant: string;
  outcome: string;
  message: string | null;
};

/** Oldest first. */
export async function readCheckEnds(history: History, fromMs: number, toMs: number): Promise<CheckEnd[]> {
  const sql = 'SELECT * FROM checks WHERE target = ? AND at > ? AND at <= ? ORDER BY at';
  return (await history.rows(sql, [fromMs, toMs])).map((row) => ({
    at: Number(row['at']),
    run: String(row['run']),
    id: String(row['id']),
    stage: String(row['stage']),
    variant: String(row['variant']),
    outcome: String(row['outcome']),
    message: row['message'] === null ? null : String(row['message']),
  }));
}

/** The median of one page in one run; `variant` is the form factor, or the journeys' project. */
export type Figure = {
  at: number;
  run: string;
  kpi: string;
  subject: string;
  variant: string;
  median: number;
  n: number;
};

/** Oldest first. */
export async function readFigures(history: History, fromMs: number): Promise<Figure[]> {
  const rows = await history.rows('SELECT * FROM figures WHERE target = ? AND at > ? ORDER BY at', [fromMs]);
  return rows.map((row) => ({
    at: Number(row['at']),
    run: String(row['run']),
    kpi: String(row['kpi']),
    subject: String(row['subject']),
    variant: String(row['variant']),
    median: Number(row['median']),
    n: Number(row['n']),
  }));
}
