// Reads the newest incidents, each with the sums during and before the outage and its first failures.
import type { History } from '../history/store.ts';
import { openIncidentStore, type TimelineEntry } from '../incidents/incident-store.ts';
import type { Incident } from '../incidents/incident.ts';
import { isAboutSite, type Sample } from '../sample.ts';
import type { WindowSum } from '../window-source.ts';

const MOST_INCIDENTS = 500;
/** Number of failures on an incident page. Later failures repeat the first ones. */
const FIRST_FAILURES = 8;
const FIRST_FAILURES_MS = 120_000;

export type PageIncident = {
  incident: Incident;
  timeline: readonly TimelineEntry[];
  outage: WindowSum;
  before: WindowSum;
  /** The first failures. Empty when single answers of that time are no longer kept. */
  samples: readonly Sample[];
};

/** Newest first. */
export async function readIncidents(history: History): Promise<PageIncident[]> {
  const store = openIncidentStore(history.db, history.target);
  const found: PageIncident[] = [];
  for (const incident of await store.list('all', MOST_INCIDENTS)) {
    const endMs = Math.max(incident.lastBadMs, incident.startedMs + 1);
    const outage = await history.sum('*', incident.startedMs - 1, endMs);
    const before = await history.sum(
      '*',
      incident.startedMs - (endMs - incident.startedMs) - 1,
      incident.startedMs - 1,
    );
    const first = await history.samples(incident.startedMs - 1, incident.startedMs + FIRST_FAILURES_MS);
    const samples = first.filter((s) => s.class !== 'valid' && isAboutSite(s.class)).slice(0, FIRST_FAILURES);
    found.push({ incident, timeline: await store.timeline(incident.id), outage, before, samples });
  }
  return found;
}
