// Silences: made by people with `npm run silence`, in addition to the committed maintenance windows.
import { randomBytes } from 'node:crypto';
import type { Span } from '../alerts/spans.ts';
import { numberOf, type Queries } from './incident-rows.ts';

export type Silence = {
  id: string;
  fromMs: number;
  toMs: number;
  /** One topic, or null for all. */
  topic: string | null;
  reason: string;
  by: string;
  endedBy: string | null;
};

/** Adds a silence; returns its id. */
export async function addSilence(
  db: Queries,
  target: string,
  silence: Omit<Silence, 'id' | 'endedBy'>,
): Promise<string> {
  const id = `silence-${silence.fromMs}-${randomBytes(2).toString('hex')}`;
  const sql = `INSERT INTO silences (target, id, from_ms, to_ms, topic, reason, by_whom, ended_by) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)`;
  const { fromMs, toMs, topic, reason, by } = silence;
  await db.query(sql, [target, id, fromMs, toMs, topic, reason, by]);
  return id;
}

/** Ends a silence now. Throws RangeError if it does not exist or has ended. */
export async function endSilence(db: Queries, target: string, id: string, by: string, now: number): Promise<void> {
  const sql = 'UPDATE silences SET to_ms = MAX(from_ms, ?), ended_by = ? WHERE target = ? AND id = ? AND to_ms > ?';
  const { changed } = await db.query(sql, [now, by, target, id, now]);
  if (changed === 0) throw new RangeError(`no active silence ${id} of ${target}`);
}

/** Silences that overlap `fromMs..toMs`, by their start. */
export async function readSilences(db: Queries, target: string, fromMs: number, toMs: number): Promise<Silence[]> {
  const sql = 'SELECT * FROM silences WHERE target = ? AND to_ms > ? AND from_ms < ? ORDER BY from_ms, id';
  return (await db.query(sql, [target, fromMs, toMs])).rows.map((row) => ({
    id: String(row['id']),
    fromMs: numberOf(row, 'from_ms'),
    toMs: numberOf(row, 'to_ms'),
    topic: row['topic'] === null ? null : String(row['topic']),
    reason: String(row['reason']),
    by: String(row['by_whom']),
    endedBy: row['ended_by'] === null ? null : String(row['ended_by']),
  }));
}

/** Silences of all topics, as spans that are not judged. */
export const silentSpans = (silences: readonly Silence[]): Span[] =>
  silences
    .filter(({ topic }) => topic === null)
    .map(({ fromMs, toMs, reason, by }) => ({ fromMs, toMs, reason: `${reason} (${by})` }));

/** Topics that are silenced at `now`, and until when. */
export const silentTopics = (silences: readonly Silence[], now: number): Map<string, number> =>
  new Map(
    silences.filter((s) => s.topic !== null && s.fromMs <= now && s.toMs > now).map((s) => [s.topic as string, s.toMs]),
  );
