// Incidents: opened when a rule fires, acknowledged by a person, resolved when every rule of the topic is ok again.
// Pure; incidents.ts keeps them in the history.
import { z } from 'zod';
import type { Finding } from './finding.ts';

export const incidentSchema = z.strictObject({
  id: z.string(),
  topic: z.string(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  level: z.enum(['critical', 'warning', 'info']),
  severity: z.enum(['P0', 'P1', 'P2', 'P3']),
  openedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().optional(),
  acknowledgedBy: z.string().optional(),
  resolvedAt: z.iso.datetime().optional(),
  /** When a rule of the topic last fired. */
  lastSeenAt: z.iso.datetime(),
  /** What fired when it opened or grew worse, one line each. */
  findings: z.array(z.string()),
  runbook: z.array(z.string()),
  reproduce: z.string(),
  /** What somebody has still to be told; kept until a channel took it. */
  pending: z.enum(['opened', 'escalated', 'resolved']).optional(),
});
export type Incident = z.infer<typeof incidentSchema>;

const LEVELS = ['critical', 'warning', 'info'] as const;
const SEVERITIES = ['P0', 'P1', 'P2', 'P3'] as const;

const worst = <T>(order: readonly T[], values: readonly T[]): T => order.find((o) => values.includes(o)) as T;

const described = (f: Finding): string =>
  `${f.rule} ${f.subject}: ${f.text}, must be ${f.limit} (n ${f.n}; ${f.bound})`;

/** Of the worst level that fires: the whole first, and which endpoints, unless it is all of them. */
function telling(of: readonly Finding[], level: Finding['level']): Finding[] {
  const firing = of.filter((f) => f.state === 'firing' && f.level === level);
  const whole = firing.filter((f) => f.subject === 'all');
  const parts = firing.filter((f) => f.subject !== 'all');
  const every = new Set(of.filter((f) => f.subject !== 'all').map((f) => f.subject)).size === parts.length;
  return whole.length > 0 && every ? whole : [...whole, ...parts];
}

/**
 * The incidents that change, given the ones not resolved and a tick's findings. A topic that is still suspected, or
 * whose window is not full, neither opens nor resolves anything: no data is never good news.
 */
export function step(open: readonly Incident[], findings: readonly Finding[], now: Date): Incident[] {
  const at = now.toISOString();
  return [...Map.groupBy(findings, (f) => f.topic)].flatMap(([topic, of]): Incident[] => {
    const known = open.find((i) => i.topic === topic && i.state !== 'resolved');
    const firing = of.filter((f) => f.state === 'firing');
    if (firing.length === 0) {
      if (!known || of.some((f) => f.state !== 'ok')) return [];
      return [{ ...known, state: 'resolved', resolvedAt: at, pending: 'resolved' }];
    }
    const level = worst(
      LEVELS,
      firing.map((f) => f.level),
    );
    const fresh = {
      level,
      severity: worst(
        SEVERITIES,
        firing.map((f) => f.severity),
      ),
      lastSeenAt: at,
      findings: telling(of, level).map(described),
      runbook: [...new Set(firing.map((f) => f.runbook))],
      reproduce: (firing[0] as Finding).reproduce,
    };
    if (!known)
      return [{ id: `${topic}-${now.getTime()}`, topic, state: 'open', openedAt: at, ...fresh, pending: 'opened' }];
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(known.level)) return [{ ...known, lastSeenAt: at }];
    // Worse than what somebody acknowledged: it wants attention again.
    return [{ ...known, ...fresh, state: 'open', pending: known.pending ?? 'escalated' }];
  });
}

/** Somebody is on it. Throws RangeError where there is nothing left to acknowledge. */
export function acknowledge(incident: Incident, by: string, now: Date): Incident {
  if (incident.state === 'resolved') throw new RangeError(`incident ${incident.id} is resolved already`);
  return { ...incident, state: 'acknowledged', acknowledgedAt: now.toISOString(), acknowledgedBy: by };
}

/** A tick's verdict, for the exit code: firing is a breach, an unjudged window is inconclusive, a suspicion warns. */
export function tickVerdict(findings: readonly Finding[]): 'pass' | 'warn' | 'breach' | 'inconclusive' {
  const has = (state: Finding['state']): boolean => findings.some((f) => f.state === state);
  if (has('firing')) return 'breach';
  if (has('window-not-full') || findings.length === 0) return 'inconclusive';
  return has('suspected') ? 'warn' : 'pass';
}
