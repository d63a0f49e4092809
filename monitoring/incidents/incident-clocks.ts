// The clocks of the runbook for an incident: acknowledge, respond, assess, mitigate, recover, post-mortem; mean times to acknowledge and recover.
import { ALERT_RESPONSE_MS, INCIDENT_STEPS_MS, RESPONSE_TIME_MS, RTO_MS } from '../../kpis.ts';
import { mean } from '../../common/statistics.ts';
import type { Incident } from './incident.ts';

/** The response time: the shorter of the severity's and the level's. The runbook's "immediate" for critical is no number: the severity decides. */
export function respondMs({ severity, level }: Pick<Incident, 'severity' | 'level'>): number {
  const byLevel = ALERT_RESPONSE_MS[level];
  return byLevel === 0 ? RESPONSE_TIME_MS[severity] : Math.min(RESPONSE_TIME_MS[severity], byLevel);
}

export const CLOCK_NAMES = ['acknowledge', 'respond', 'assess', 'mitigate', 'recover', 'post-mortem'] as const;
export type Clock = {
  name: (typeof CLOCK_NAMES)[number];
  dueMs: number;
  doneMs: number | null;
  /** `running`: not done and not yet due. */
  state: 'met' | 'missed' | 'running';
};

/** The recovery time objective of the runbook. */
export const recoverMs = ({ topic, wasDown }: Pick<Incident, 'topic' | 'wasDown'>): number =>
  topic === 'database' ? RTO_MS.database : wasDown ? RTO_MS['full-application'] : RTO_MS['critical-systems'];

/** All clocks of an incident at `now`. The post-mortem's clock starts at the resolution. The outage ends with its last failure. */
export function clocksOf(i: Incident, now: number): Clock[] {
  const clock = (name: Clock['name'], dueMs: number, doneMs: number | null): Clock => ({
    name,
    dueMs,
    doneMs,
    state: doneMs === null ? (now > dueMs ? 'missed' : 'running') : doneMs <= dueMs ? 'met' : 'missed',
  });
  const clocks = [
    clock('acknowledge', i.openedMs + INCIDENT_STEPS_MS.acknowledge, i.acknowledgedMs),
    clock('respond', i.openedMs + respondMs(i), i.acknowledgedMs),
    clock('assess', i.openedMs + INCIDENT_STEPS_MS.assess, i.assessedMs),
    clock('mitigate', i.openedMs + INCIDENT_STEPS_MS.mitigate, i.mitigatedMs),
    clock('recover', i.startedMs + recoverMs(i), i.resolvedMs === null ? null : i.lastBadMs),
  ];
  if (i.resolvedMs !== null)
    clocks.push(clock('post-mortem', i.resolvedMs + INCIDENT_STEPS_MS.postMortem, i.postMortemMs));
  return clocks;
}

/** Mean time to acknowledge (from the opening) and to recover (first to last failure), ms; undefined without such incidents. */
export function meanTimes(incidents: readonly Incident[]): { mttaMs: number | undefined; mttrMs: number | undefined } {
  const counted = incidents.filter(({ level }) => level !== 'info');
  const acknowledged = counted.filter((i) => i.acknowledgedMs !== null);
  const resolved = counted.filter((i) => i.state === 'resolved');
  return {
    mttaMs: mean(acknowledged.map((i) => (i.acknowledgedMs as number) - i.openedMs)),
    mttrMs: mean(resolved.map((i) => i.lastBadMs - i.startedMs)),
  };
}
