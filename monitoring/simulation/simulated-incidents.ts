// The incidents of a simulated history: opened, acknowledged and resolved by the real rules at the times of its outages.
import { applyFindings } from '../incidents/apply-findings.ts';
import { acknowledgeIncident, noteIncident } from '../incidents/incident-actions.ts';
import { openIncidentStore } from '../incidents/incident-store.ts';
import type { Finding } from '../alerts/finding.ts';
import type { History } from '../history/store.ts';
import { SIMULATED_ENDPOINTS, type Outage, type SimulatedHistory } from './simulated-schedule.ts';

const MINUTE = 60_000;

const findings = (o: Outage, state: Finding['state'], now: number): Finding[] =>
  (o.share >= 0.9 || o.topic !== 'availability' ? ['all'] : ['all', ...SIMULATED_ENDPOINTS.map(([name]) => name)]).map(
    (subject) => ({
      rule: `${o.topic}.critical`,
      topic: o.topic,
      subject,
      level: 'critical',
      severity: o.topic === 'response-time' ? 'P1' : 'P0',
      state,
      literal: state === 'firing' ? 'broken' : 'holds',
      limit: '>= 99.5 % over 5 min',
      found: 1 - o.share,
      text: `${((1 - o.share) * 100).toFixed(1)} %`,
      n: subject === 'all' ? 216 : 24,
      bound: `at 95 % confidence at least ${(o.share * 90).toFixed(1)} % fail, allowed 0.5 %`,
      runbook: 'R3 Availability',
      firstBadMs: o.fromMs,
      lastBadMs: Math.min(now, o.toMs),
      keepMs: 2 * MINUTE,
    }),
  );

export async function addIncidents(history: History, { outages, nowMs }: SimulatedHistory): Promise<void> {
  const store = openIncidentStore(history.db, history.target);
  for (const outage of outages.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const openedMs = outage.fromMs + MINUTE;
    if (openedMs > nowMs) continue;
    await applyFindings(store, findings(outage, 'firing', openedMs), openedMs);
    const [incident] = await store.list('unresolved');
    if (incident !== undefined && outage.takenBy !== undefined) {
      await acknowledgeIncident(store, incident.id, outage.takenBy, openedMs + MINUTE);
      if (outage.toMs < nowMs)
        await noteIncident(
          store,
          incident.id,
          outage.takenBy,
          'rolled back to the deployment before',
          outage.toMs,
          'mitigated',
        );
    }
    const lastMs = Math.min(outage.toMs, nowMs);
    await applyFindings(store, findings(outage, 'firing', lastMs), lastMs);
    if (outage.toMs + 4 * MINUTE >= nowMs) continue;
    await applyFindings(store, findings(outage, 'ok', outage.toMs + MINUTE), outage.toMs + MINUTE);
    await applyFindings(store, findings(outage, 'ok', outage.toMs + 4 * MINUTE), outage.toMs + 4 * MINUTE);
  }
}
