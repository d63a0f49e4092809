// When a change is delivered: an opening at once, a resolution when it is final, with a limit per hour.
import { INCIDENT_RULES } from '../../judging.ts';
import type { ChangeKind, Incident } from './incident.ts';

const HOUR_MS = 3_600_000;
const DELIVERED_KINDS: ReadonlySet<ChangeKind> = new Set([
  'opened',
  'reopened',
  'grew',
  'acknowledged',
  'reminded',
  'escalated',
  'resolved',
  'post-mortem',
]);
/** Changes by a person are exempt from the limit: the person expects a result. */
const OF_PERSONS: ReadonlySet<ChangeKind> = new Set(['acknowledged', 'post-mortem']);

/** Earliest time of delivery, ms since 1970; null: never delivered. */
export function deliveryTime(incident: Incident, kind: ChangeKind, now: number): number | null {
  if (!DELIVERED_KINDS.has(kind)) return null;
  if (incident.level === 'info' && kind !== 'opened' && kind !== 'resolved') return null;
  if (OF_PERSONS.has(kind)) return now;
  const { noticesPerHour, reopenMs, reopenSlackMs } = INCIDENT_RULES;
  const isAutomatic = kind === 'resolved' && incident.resolvedBy === null;
  const earliest = isAutomatic ? Math.max(now, incident.lastBadMs + reopenMs + reopenSlackMs) : now;
  if (incident.returns === 0) return earliest;
  const past = incident.noticesMs.filter((at) => at <= now);
  const nth = past[past.length - noticesPerHour];
  return nth === undefined ? earliest : Math.max(earliest, nth + HOUR_MS + 1);
}

/** The incident after a change that is delivered at `at`. It replaces notices that were planned for later. */
export const withNotice = (incident: Incident, at: number, now: number): Incident => ({
  ...incident,
  noticesMs: [...incident.noticesMs.filter((t) => t <= now && t > now - 24 * HOUR_MS), at],
});
