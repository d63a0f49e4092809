// Actions of people on an incident. They throw RangeError if the action is not possible.
import type { IncidentStore } from './incident-store.ts';
import type { Change, ChangeKind, Incident } from './incident.ts';
import { deliveryTime, withNotice } from './notice-times.ts';

const done = (
  before: Incident,
  kind: ChangeKind,
  by: string,
  text: string,
  now: number,
): { incident: Incident; change: Change } => {
  const at = deliveryTime(before, kind, now);
  const incident = at === null ? before : withNotice(before, at, now);
  return { incident, change: { incident, at: now, kind, by, text, deliverFromMs: at } };
};

/** Acknowledges. Changes nothing if the same person has already acknowledged. */
export async function acknowledgeIncident(
  store: IncidentStore,
  id: string,
  by: string,
  now: number,
): Promise<Incident> {
  const known = await store.find(id);
  if (known?.state === 'acknowledged' && known.acknowledgedBy === by) return known;
  const change = await store.change(id, now, (incident) => {
    if (incident.state === 'resolved') throw new RangeError(`incident ${id} is already resolved`);
    const after: Incident = {
      ...incident,
      state: 'acknowledged',
      // The first acknowledgement stops the clock.
      acknowledgedMs: incident.acknowledgedMs ?? now,
      acknowledgedBy: by,
      nextReminderMs: null,
    };
    return done(after, 'acknowledged', by, `acknowledged by ${by}`, now);
  });
  return change.incident;
}

export type NoteStep = 'assessed' | 'mitigated';

/** Adds a note to the timeline. `step` stops a clock of the runbook. */
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

/** Resolves an incident by hand, for example of a removed endpoint. It reopens if its rules still fire. */
export async function resolveIncident(store: IncidentStore, id: string, by: string, now: number): Promise<Incident> {
  const change = await store.change(id, now, (incident) => {
    if (incident.state === 'resolved') throw new RangeError(`incident ${id} is already resolved`);
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

/** Records that the post-mortem was drafted. */
export async function markPostMortem(store: IncidentStore, id: string, by: string, now: number): Promise<Incident> {
  const change = await store.change(id, now, (incident) => {
    const after: Incident = { ...incident, postMortemMs: incident.postMortemMs ?? now };
    return done(after, 'post-mortem', by, 'post-mortem draft written', now);
  });
  return change.incident;
}
