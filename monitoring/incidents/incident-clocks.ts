// The runbook's clocks on an incident: acknowledge, assess, mitigate, post-mortem, response time, recovery time objective; MTTA and MTTR.
import { ALERT_RESPONSE_MS, INCIDENT_STEPS_MS, RESPONSE_TIME_MS, RTO_MS } from '../../kpis.ts';
import { mean } from '../../common/statistics.ts';
import type { Incident } from './incident.ts';

/** How soon somebody must respond: the shorter of its severity's and its level's time. Critical has none of its own but "immediate". */
export function respondMs({ severity, level }: Pick<Incident, 'severity' | 'level'>): number {
  const byLevel = ALERT_RESPONSE_MS[level];
  return byLevel === 0 ? RESPONSE_TIME_MS[severity] : Math.min(RESPONSE_TIME_MS[severity], byLevel);
}

export const CLOCK_NAMES = ['acknowledge', 'respond', 'assess', 'mitigate', 'recover', 'post-mortem'] as const;
export type Clock = {
  name: (typeof CLOCK_NAMES)[number];
  dueMs: number;
  doneMs: number | null;
  /** `running`: neither done nor due. */
  state: 'kept' | 'missed' | 'running';
};

/** What the runbook allows until it is well again. */
export const recoverMs = ({ topic, wasDown }: Pick<Incident, 'topic' | 'wasDown'>): number =>
  topic === 'database' ? RTO_MS.database : wasDown ? RTO_MS['full-application'] : RTO_MS['critical-systems'];

/** All clocks of an incident as of `now`. The post-mortem's starts when it is resolved; the outage ends with its last failure. */
export function clocksOf(i: Incident, now: number): Clock[] {
  const clock = (name: Clock['name'], dueMs: number, doneMs: number | null): Clock => ({
    name,
    dueMs,
    doneMs,
    state: doneMs === null ? (now > dueMs ? 'missed' : 'running') : doneMs <= dueMs ? 'kept' : 'missed',
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

/** Mean time to acknowledge (from the notice) and to recover (first to last failure), ms; undefined where there is none. */
export function meanTimes(incidents: readonly Incident[]): { mttaMs: number | undefined; mttrMs: number | undefined } {
  const counted = incidents.filter(({ level }) => level !== 'info');
  const taken = counted.filter((i) => i.acknowledgedMs !== null);
  const over = counted.filter((i) => i.state === 'resolved');
  return {
    mttaMs: mean(taken.map((i) => (i.acknowledgedMs as number) - i.openedMs)),
    mttrMs: mean(over.map((i) => i.lastBadMs - i.startedMs)),
  };
}
