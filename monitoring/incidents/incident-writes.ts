// Writes incidents with compare-and-set: nothing is overwritten that another writer has changed since it was read.
import type { AlertState } from '../alerts/alert-state.ts';
import type { Queries } from './incident-rows.ts';
import type { Change, Incident } from './incident.ts';

/** Another writer was faster: the caller reads again and retries. */
export class LostRace extends Error {
  override name = 'LostRace';
}
export async function storeAlerts(
  tx: Queries,
  target: string,
  version: number,
  alerts: readonly AlertState[],
): Promise<void> {
  const body = JSON.stringify(alerts);
  const insert = 'INSERT OR IGNORE INTO alert_states (target, version, body) VALUES (?, 1, ?)';
  const update = 'UPDATE alert_states SET version = version + 1, body = ? WHERE target = ? AND version = ?';
  const { changed } = await (version === 0
    ? tx.query(insert, [target, body])
    : tx.query(update, [body, target, version]));
  if (changed === 0) throw new LostRace('another tick was faster');
}

export async function storeIncident(
  tx: Queries,
  target: string,
  i: Incident,
  version: number | undefined,
): Promise<void> {
  const body = JSON.stringify(i);
  const insert = `INSERT OR IGNORE INTO incidents (family, topic, state, opened_at, last_bad, body, target, id, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`;
  const update = `UPDATE incidents SET family = ?, topic = ?, state = ?, opened_at = ?, last_bad = ?, body = ?, version = version + 1
      WHERE target = ? AND id = ? AND version = ?`;
  const values = [i.family, i.topic, i.state, i.openedMs, i.lastBadMs, body, target, i.id];
  const { changed } = await (version === undefined ? tx.query(insert, values) : tx.query(update, [...values, version]));
  if (changed === 0) throw new LostRace('another writer was faster');
}

export async function storeChanges(
  tx: Queries,
  target: string,
  changes: readonly Change[],
  now: number,
): Promise<void> {
  const overtaken = `UPDATE incident_changes SET tell_from = NULL WHERE target = ? AND incident = ? AND tell_from > ?`;
  const insert = `INSERT INTO incident_changes (target, incident, at, kind, by_whom, text, tell_from, snapshot)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  // A post-mortem means that the incident is over: its resolution is delivered now.
  const atOnce = `UPDATE incident_changes SET tell_from = ? WHERE target = ? AND incident = ? AND kind = 'resolved' AND tell_from > ?`;
  for (const c of changes) {
    if (c.kind === 'post-mortem') await tx.query(atOnce, [now, target, c.incident.id, now]);
    if (c.deliverFromMs !== null) await tx.query(overtaken, [target, c.incident.id, now]);
    const args = [target, c.incident.id, c.at, c.kind, c.by, c.text, c.deliverFromMs, JSON.stringify(c.incident)];
    await tx.query(insert, args);
  }
}
