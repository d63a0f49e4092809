// What a person does to an incident. Throws RangeError where that cannot be.
import type { IncidentStore } from './incident-store.ts';
import type { Change, ChangeKind, Incident } from './incident.ts';
import { tellFrom, withNotice } from './notice-times.ts';

const done = (
  before: Incident,
  kind: ChangeKind,
  by: string,
  text: string,
  now: number,
): { incident: Incident; change: Change } => {
  const at = tellFrom(before, kind, now);
  const incident = at === null ? before : withNotice(before, at, now);
  return { incident, change: { incident, at: now, kind, by, text, tellFromMs: at } };
};

/** Somebody is on it. Nothing changes where the same person is already. */
export async function acknowledgeIncident(
  store: IncidentStore,
  id: string,
  by: string,
  now: number,
): Promise<Incident> {
  const known = await store.find(id);
  if (known?.state === 'acknowledged' && known.acknowledgedBy === by) return known;
  const change = await store.change(id, now, (incident) => {
    if (incident.state === 'resolved') throw new RangeError(`incident ${id} is resolved already`);
    const after: Incident = {
      ...incident,
      state: 'acknowledged',
      // The clock stops with the first who came.
      acknowledgedMs: incident.acknowledgedMs ?? now,
      acknowledgedBy: by,
      nextReminderMs: null,
    };
    return done(after, 'acknowledged', by, `${by} is on it`, now);
  });
  return change.incident;
}

export type NoteStep = 'assessed' | 'mitigated';

/** Writes into the timeline; `step` stops a clock of the runbook. */
export async function noteIncident(
  store: IncidentStore,
  id: string,
  by: string,
  text: string,
  now: number,
  step?: NoteStep,
): Promise<Incident> {
  const change = await store.change(id, now, (incident) => {
    const after: Incident = {
      ...incident,
      assessedMs: step === 'assessed' ? (incident.assessedMs ?? now) : incident.assessedMs,
      mitigatedMs: step === 'mitigated' ? (incident.mitigatedMs ?? now) : incident.mitigatedMs,
    };
    return done(after, 'note', by, step === undefined ? text : `${step}: ${text}`, now);
  });
  return change.incident;
}

/** Ends an incident by hand: of an endpoint that is gone, say. What still fails brings it back. */
export async function resolveIncident(store: IncidentStore, id: string, by: string, now: number): Promise<Incident> {
  const change = await store.change(id, now, (incident) => {
    if (incident.state === 'resolved') throw new RangeError(`incident ${id} is resolved already`);
    const after: Incident = {
      ...incident,
      state: 'resolved',
      resolvedMs: now,
      resolvedBy: by,
      recoveringMs: null,
      nextReminderMs: null,
    };
    return { ...done(after, 'resolved', by, `resolved by ${by}`, now), forget: true };
  });
  return change.incident;
}

/** Remembers that the post-mortem was drafted. */
export async function markPostMortem(store: IncidentStore, id: string, by: string, now: number): Promise<Incident> {
  const change = await store.change(id, now, (incident) => {
    const after: Incident = { ...incident, postMortemMs: incident.postMortemMs ?? now };
    return done(after, 'post-mortem', by, 'draft of the post-mortem written', now);
  });
  return change.incident;
}
