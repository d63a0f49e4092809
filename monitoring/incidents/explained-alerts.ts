// Alerts that an outage explains. They are inhibited, so that one outage is one incident.
import { BURN, DEGRADED, INCIDENT_RULES } from '../../judging.ts';
import type { AlertState } from '../alerts/alert-state.ts';
import { JOURNEY_TOPICS } from '../watched-journeys.ts';
import type { Incident } from './incident.ts';

const BURN_LONG_MS = new Map<string, number>(BURN.map(({ id, longMs }) => [id, longMs]));
export const LONGEST_MEMORY_MS = Math.max(...BURN_LONG_MS.values());

/** Whether the outage of `service` explains an alert, which then opens no incident of its own. */
export function isExplained(alert: AlertState, service: Incident | undefined, now: number): boolean {
  if (service === undefined) return false;
  const isOpen = service.state !== 'resolved';
  if (JOURNEY_TOPICS.has(alert.topic)) {
    if (!service.wasDown) return false;
    return isOpen || (alert.lastBadMs ?? now) <= service.lastBadMs + INCIDENT_RULES.afterOutageMs;
  }
  if (alert.topic === 'degradation') return isOpen || service.lastBadMs > now - DEGRADED.windowMs;
  const longMs = alert.topic === 'budget' ? BURN_LONG_MS.get(alert.subject) : undefined;
  return longMs !== undefined && (isOpen || service.lastBadMs > now - longMs);
}
