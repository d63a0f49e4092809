// Writes changes of incidents that overlap in time into a history, drawn from a seed.
import { openHistory } from '../../../monitoring/history/store.ts';
import { openIncidentStore } from '../../../monitoring/incidents/incident-store.ts';
import type { ChangeKind, Incident } from '../../../monitoring/incidents/incident.ts';
import { exampleChange } from '../../../monitoring/notify/example-notices.ts';
import { SITE } from '../monitoring/history-harness.ts';
import type { KillRun } from './delivery-promises.ts';

/** Possible sequences of changes of an incident. */
const LIVES: readonly (readonly ChangeKind[])[] = [
  ['opened', 'resolved'],
  ['opened', 'acknowledged', 'resolved'],
  ['opened', 'grew', 'acknowledged', 'resolved'],
  ['opened', 'reminded', 'escalated', 'acknowledged', 'resolved'],
  ['opened', 'resolved', 'reopened', 'resolved'],
  ['opened', 'acknowledged', 'resolved', 'reopened', 'grew', 'resolved'],
];
/** The first change is at `startMs`. Returns each change by its seq, and the time of the last one. */
export async function writeChanges(
  file: string,
  startMs: number,
  wanted: number,
  random: () => number,
): Promise<{ lastMs: number; expected: KillRun['expected'] }> {
  const history = await openHistory({ location: file, target: SITE, patienceMs: 30_000 });
  const store = openIncidentStore(history.db, SITE);
  const lives: { id: string; left: ChangeKind[] }[] = [];
  let written = 0;
  let at = startMs;
  while (written < wanted || lives.length > 0) {
    const planned = written + lives.reduce((sum, { left }) => sum + left.length, 0);
    if (planned < wanted && (lives.length < 8 || random() < 0.2)) {
      const life = LIVES[Math.floor(random() * LIVES.length)] as readonly ChangeKind[];
      lives.push({ id: `incident-${planned}`, left: [...life] });
    }
    const turn = Math.floor(random() * lives.length);
    const { id, left } = lives[turn] as { id: string; left: ChangeKind[] };
    const kind = left.shift() as ChangeKind;
    if (left.length === 0) lives.splice(turn, 1);
    at += Math.round(random() * 4_000);
    const { incident } = exampleChange(at, kind, { id, family: id, startedMs: startMs, openedMs: startMs });
    await store.apply(at, () => ({
      alerts: [],
      incidents: [incident satisfies Incident],
      changes: [{ incident, at, kind, by: null, text: '', deliverFromMs: at }],
    }));
    written += 1;
  }
  const { rows } = await history.db.query('SELECT seq, incident, kind FROM incident_changes ORDER BY seq');
  await history.close();
  const expected = new Map(
    rows.map((row) => [Number(row['seq']), { incident: String(row['incident']), kind: String(row['kind']) }]),
  );
  return { lastMs: at, expected };
}
