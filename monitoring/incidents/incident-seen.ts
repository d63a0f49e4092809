// What fires in a family now, in the fields of an incident.
import { describeFinding, LEVELS, SEVERITIES, type Finding } from '../alerts/finding.ts';
import type { Family } from './incident-family.ts';
import { TITLE_ORDER, type Incident } from './incident.ts';

/** The first of `order` that is among the values. */
export const worst = <T>(order: readonly T[], values: readonly T[]): T => order.find((o) => values.includes(o)) as T;

export type Seen = Pick<
  Incident,
  'topic' | 'level' | 'severity' | 'scope' | 'startedMs' | 'lastBadMs' | 'lines' | 'runbook' | 'topics'
>;

/** `now` in ms since 1970. Needs at least one firing finding. */
export function seenNow({ firing, findings, alerts }: Family, now: number): Seen {
  const topics = [...new Set(firing.map(({ topic }) => topic))];
  const level = worst(
    LEVELS,
    firing.map((f) => f.level),
  );
  const firsts = alerts.filter((a) => a.state === 'firing' && a.firstBadMs !== null).map((a) => a.firstBadMs as number);
  const lasts = firing.filter((f) => f.lastBadMs !== null).map((f) => f.lastBadMs as number);
  return {
    topic: TITLE_ORDER.find((t) => (topics as string[]).includes(t)) ?? (topics[0] as string),
    level,
    severity: worst(
      SEVERITIES,
      firing.map((f) => f.severity),
    ),
    scope: scopeOf(findings),
    startedMs: Math.min(now, ...firsts),
    lastBadMs: lasts.length === 0 ? now : Math.max(...lasts),
    get lines() {
      return linesOf(firing, findings, level);
    },
    runbook: [...new Set(firing.map((f) => f.runbook))],
    topics,
  };
}

const MOST_LINES = 12;

/** The lines of the worst firing level: first `all`, then the endpoints, unless every endpoint fires. */
function linesOf(firing: readonly Finding[], findings: readonly Finding[], level: Finding['level']): string[] {
  const of = firing.filter((f) => f.level === level);
  const lines = [...Map.groupBy(of, (f) => f.rule)].flatMap(([rule, group]) => {
    const whole = group.filter((f) => f.subject === 'all');
    const parts = group.filter((f) => f.subject !== 'all');
    const all = findings.filter((f) => f.rule === rule && f.subject !== 'all').length;
    return whole.length > 0 && parts.length === all ? whole : [...whole, ...parts];
  });
  const shown = lines.slice(0, MOST_LINES).map(describeFinding);
  return lines.length > MOST_LINES ? [...shown, `and ${lines.length - MOST_LINES} more`] : shown;
}

function scopeOf(findings: readonly Finding[]): Incident['scope'] {
  if (findings.some((f) => f.topic === 'application' && f.state === 'firing')) return 'all';
  const endpoints = findings.filter((f) => f.subject !== 'all');
  const all = new Set(endpoints.map((f) => f.subject));
  const failing = new Set(endpoints.filter((f) => f.state === 'firing').map((f) => f.subject));
  if (failing.size === 1) return 'one';
  return failing.size > 1 && failing.size === all.size ? 'all' : 'some';
}
