// One step of all incidents of a site: takes findings, returns incidents and changes. Pure; the store writes the result.
import { INCIDENT_RULES } from '../../judging.ts';
import { alertKey, stepAlert, type AlertState } from '../alerts/alert-state.ts';
import type { Finding } from '../alerts/finding.ts';
import { isExplained } from './explained-alerts.ts';
import { stepFamily } from './family-step.ts';
import { familiesOf, newestByFamily, noAlerts, type Family } from './incident-family.ts';
import type { Change, Incident } from './incident.ts';
import { StepRecord } from './step-record.ts';

export type Snapshot = {
  alerts: readonly AlertState[];
  /** Unresolved incidents, and resolved ones with the last failure within the longest burn-rate window. */
  incidents: readonly Incident[];
};
export type Outcome = {
  alerts: AlertState[];
  /** New and changed incidents. */
  incidents: Incident[];
  changes: Change[];
};
export type StepOptions = {
  /** Levels of the on-call chain. */
  levels: number;
};

export function stepIncidents(
  { alerts, incidents }: Snapshot,
  findings: readonly Finding[],
  now: number,
  { levels }: StepOptions,
): Outcome {
  if (isIdle(alerts, incidents, findings)) return { alerts: [], incidents: [], changes: [] };
  const next = stepAlerts(alerts, findings, now);
  const quiet = new Set(findings.filter((f) => f.quietUntilMs !== undefined).map((f) => f.topic));
  const step = new StepRecord(now, quiet);
  const families = familiesOf(next, findings);
  const newest = newestByFamily(incidents);
  let service = newest.get('service');
  const serviceFamily = families.get('service');
  if (serviceFamily !== undefined || service !== undefined)
    service = stepFamily(
      step,
      serviceFamily ?? noAlerts('service'),
      takeover(serviceFamily, newest) ?? service,
      levels,
    );
  for (const name of new Set([...families.keys(), ...newest.keys()])) {
    if (name === 'service') continue;
    const family = families.get(name) ?? noAlerts(name);
    const known = newest.get(name);
    // It has just become the service's incident.
    if (known !== undefined && service?.id === known.id) continue;
    if (known === undefined || known.state === 'resolved') {
      const explained = family.alerts.filter((a) => a.state !== 'pending' && isExplained(a, service, now));
      if (explained.length > 0 && service !== undefined) service = inhibit(step, service, family);
      family.alerts = family.alerts.filter((a) => !explained.includes(a));
      family.firing = family.firing.filter((f) => !explained.some((a) => alertKey(a) === alertKey(f)));
    }
    stepFamily(step, family, known, levels);
  }
  return { alerts: next, incidents: [...step.changed.values()], changes: step.changes };
}

/** The usual case: nothing is firing, suspected or open. */
const isIdle = (alerts: readonly AlertState[], incidents: readonly Incident[], findings: readonly Finding[]): boolean =>
  alerts.length === 0 &&
  incidents.every(({ state }) => state === 'resolved') &&
  findings.every(({ state }) => state === 'ok' || state === 'unknown');

function stepAlerts(before: readonly AlertState[], findings: readonly Finding[], now: number): AlertState[] {
  // Two levels of maps: building a joined key for every finding takes longer than the step itself.
  const known = new Map<string, Map<string, AlertState>>();
  for (const a of before) {
    const of = known.get(a.rule);
    if (of === undefined) known.set(a.rule, new Map([[a.subject, a]]));
    else of.set(a.subject, a);
  }
  const next: AlertState[] = [];
  for (const f of findings) {
    const of = known.get(f.rule);
    const alert = of?.get(f.subject);
    const state = stepAlert(alert, f, now);
    of?.delete(f.subject);
    if (state !== undefined) next.push(state);
  }
  // Alerts without a finding are unknown. They are dropped after INCIDENT_RULES.forgottenMs.
  for (const of of known.values())
    for (const a of of.values())
      if (now - a.seenMs < INCIDENT_RULES.forgottenMs) next.push(a.seenMs > now ? { ...a, seenMs: now } : a);
  return next;
}

/** A budget incident that becomes an outage stays the same incident. */
function takeover(family: Family | undefined, newest: ReadonlyMap<string, Incident>): Incident | undefined {
  const budget = newest.get('budget');
  if (budget === undefined || budget.state === 'resolved' || (family?.firing.length ?? 0) === 0) return undefined;
  return { ...budget, family: 'service', heldBack: [...budget.heldBack, 'budget'] };
}

function inhibit(step: StepRecord, service: Incident, family: Family): Incident {
  if (service.heldBack.includes(family.name)) return service;
  const after = { ...service, heldBack: [...service.heldBack, family.name] };
  return step.record(after, 'held-back', `${family.name} is also firing: inhibited, because this incident explains it`);
}
