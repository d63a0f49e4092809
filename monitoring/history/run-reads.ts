// Reads the results of runs from the history, for the status page, the comparison of audits and the commands.
import { loadOf, runOf, type LoadRow, type RunRow } from './run-rows.ts';
import { orNull, rowReader } from './row-reader.ts';
import type { History } from './store.ts';

/** The last runs, newest first. `profiles`: absent for all. */
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
const capacityOf = rowReader<Capacity>({
  at: ['at', Number],
  run: ['run', String],
  script: ['script', String],
  perSecond: ['per_second', Number],
  note: ['note', orNull(String)],
});
/** Capacities that load runs measured, newest first. */
export async function readCapacities(history: History, limit: number): Promise<Capacity[]> {
  const rows = await history.rows('SELECT * FROM capacities WHERE target = ? ORDER BY at DESC LIMIT ?', [limit]);
  return rows.map(capacityOf);
}

/** One result of one check, with its run and its variant. */
export type CheckEnd = {
  at: number;
  run: string;
  id: string;
  stage: string;
  variant: string;
  outcome: string;
  message: string | null;
};
const checkEndOf = rowReader<CheckEnd>({
  at: ['at', Number],
  run: ['run', String],
  id: ['id', String],
  stage: ['stage', String],
  variant: ['variant', String],
  outcome: ['outcome', String],
  message: ['message', orNull(String)],
});
/** Oldest first. */
export async function readCheckEnds(history: History, fromMs: number, toMs: number): Promise<CheckEnd[]> {
  const sql = 'SELECT * FROM checks WHERE target = ? AND at > ? AND at <= ? ORDER BY at';
  return (await history.rows(sql, [fromMs, toMs])).map(checkEndOf);
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
const figureOf = rowReader<Figure>({
  at: ['at', Number],
  run: ['run', String],
  kpi: ['kpi', String],
  subject: ['subject', String],
  variant: ['variant', String],
  median: ['median', Number],
  n: ['n', Number],
});
/** Oldest first. */
export async function readFigures(history: History, fromMs: number): Promise<Figure[]> {
  const rows = await history.rows('SELECT * FROM figures WHERE target = ? AND at > ? ORDER BY at', [fromMs]);
  return rows.map(figureOf);
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
