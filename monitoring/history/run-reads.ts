// What runs left in the history, for the page, the audits' comparison and the commands.
import { loadOf, runOf, type LoadRow, type RunRow } from './run-rows.ts';
import type { History } from './store.ts';

/** The last runs, newest first; of the named profiles where they are given. */
export async function readRuns(history: History, limit: number, profiles?: readonly string[]): Promise<RunRow[]> {
  const where = profiles === undefined ? '' : `AND profile IN (${profiles.map(() => '?').join(', ')})`;
  const sql = `SELECT * FROM runs WHERE target = ? ${where} ORDER BY at DESC LIMIT ?`;
  return (await history.rows(sql, [...(profiles ?? []), limit])).map(runOf);
}

/** Load runs, newest first, a row for each endpoint. */
export async function readLoads(history: History, limit: number): Promise<LoadRow[]> {
  return (await history.rows('SELECT * FROM loads WHERE target = ? ORDER BY at DESC LIMIT ?', [limit])).map(loadOf);
}

export type Capacity = { at: number; run: string; script: string; perSecond: number; note: string | null };
/** Capacities that load runs showed, newest first. */
export async function readCapacities(history: History, limit: number): Promise<Capacity[]> {
  const rows = await history.rows('SELECT * FROM capacities WHERE target = ? ORDER BY at DESC LIMIT ?', [limit]);
  return rows.map((row) => ({
    at: Number(row['at']),
    run: String(row['run']),
    script: String(row['script']),
    perSecond: Number(row['per_second']),
    note: row['note'] === null ? null : String(row['note']),
  }));
}

export type PastFigures = { kpi: string; subject: string; variant: string; medians: number[] };
/** Medians of earlier runs by KPI, page and form factor, oldest first, at most the newest `limit`. Only figures with a variant. */
export async function pastMedians(history: History, kpis: readonly string[], limit: number): Promise<PastFigures[]> {
  const rows = await history.rows(
    `SELECT kpi, subject, variant, median FROM figures
     WHERE target = ? AND variant <> '' AND kpi IN (${kpis.map(() => '?').join(', ')}) ORDER BY kpi, subject, variant, at`,
    [...kpis],
  );
  const series = Map.groupBy(rows, (row) => JSON.stringify([row['kpi'], row['subject'], row['variant']]));
  return [...series].map(([key, of]) => {
    const [kpi, subject, variant] = JSON.parse(key) as [string, string, string];
    return { kpi, subject, variant, medians: of.map((row) => Number(row['median'])).slice(-limit) };
  });
}
