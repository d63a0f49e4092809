// Incidents in the history: the de-duplication between ticks, and between two ticks at once, is here.
import type { Finding } from './finding.ts';
import { acknowledge, incidentSchema, step, type Incident } from './state.ts';

type Value = string | number | null;
/** Where incidents are kept: the rows of one target. */
export type History = {
  target: string;
  query(sql: string, args: Value[]): Promise<{ rows: Record<string, unknown>[]; changed: number }>;
};

/** Incidents of the history's target, newest first. */
export async function incidents(history: History, which: 'unresolved' | 'all', limit = 100): Promise<Incident[]> {
  const where = which === 'unresolved' ? `AND state <> 'resolved'` : '';
  const sql = `SELECT body FROM incidents WHERE target = ? ${where} ORDER BY opened_at DESC LIMIT ?`;
  const { rows } = await history.query(sql, [history.target, limit]);
  return rows.map((row) => incidentSchema.parse(JSON.parse(String(row['body']))));
}

/** Incidents of which somebody has still to be told. */
export const untold = async (history: History): Promise<Incident[]> =>
  (await incidents(history, 'all')).filter((i) => i.pending !== undefined);

async function save(history: History, i: Incident): Promise<void> {
  const update = 'UPDATE incidents SET state = ?, body = ? WHERE id = ? AND target = ?';
  const body = JSON.stringify(i);
  const { changed } = await history.query(update, [i.state, body, i.id, history.target]);
  if (changed > 0) return;
  // Ignored where another tick has just opened the same topic: one incident, not two.
  const insert = 'INSERT OR IGNORE INTO incidents VALUES (?, ?, ?, ?, ?, ?)';
  const opened = Date.parse(i.openedAt);
  await history.query(insert, [i.id, history.target, i.topic, i.state, opened, body]);
}

/** Brings the incidents up to a tick's findings and returns those that changed. */
export async function applyFindings(history: History, findings: readonly Finding[], now: Date): Promise<Incident[]> {
  const changed = step(await incidents(history, 'unresolved'), findings, now);
  for (const incident of changed) await save(history, incident);
  return changed;
}

/** Remembers that a channel took the news, so that it is told once. */
export async function told(history: History, incident: Incident): Promise<void> {
  const rest = { ...incident };
  delete rest.pending;
  await save(history, rest);
}

/** Throws RangeError for an unknown or resolved incident. */
export async function acknowledgeIncident(history: History, id: string, by: string, now: Date): Promise<Incident> {
  const sql = 'SELECT body FROM incidents WHERE id = ? AND target = ?';
  const [row] = (await history.query(sql, [id, history.target])).rows;
  if (!row) throw new RangeError(`no incident ${id} of ${history.target}`);
  const found = incidentSchema.parse(JSON.parse(String(row['body'])));
  const changed = acknowledge(found, by, now);
  await save(history, changed);
  return changed;
}
