// Alerts on a state, without a window: what a health endpoint tells, and the application that only answers 5xx.
import { APPLICATION_DOWN, holds, WINDOW_RULES, type AlertLine, type Kpi } from '../../kpis.ts';
import type { HttpRecord } from '../result.ts';
import { show, showLine, showSpan } from '../../common/number-text.ts';
import { reproduce, type Finding, type RuleInput } from './finding.ts';

const fresh = (at: string, now: Date): boolean => {
  const age = now.getTime() - Date.parse(at);
  return age >= 0 && age < WINDOW_RULES.freshMs;
};

/** The latest state of each dependency. External APIs fire only when all of them failed ("complete failure"). */
export function judgeStatusLine(kpi: Kpi, alert: AlertLine, { metrics, now, target }: RuleInput): Finding[] {
  const latest = new Map<string, number>();
  for (const m of metrics.toSorted((a, b) => a.at.localeCompare(b.at))) {
    const value = m.samples.at(-1);
    if (m.kpi === kpi.id && value !== undefined && fresh(m.at, now)) latest.set(m.subject, value);
  }
  const values = [...latest.values()];
  const found = values.length === 0 ? null : kpi.failsWhen === 'all' ? Math.max(...values) : Math.min(...values);
  const told = [...latest].map(([subject, value]) => `${subject} ${show(value, 'status')}`).join(', ');
  return [
    {
      rule: `${kpi.id}.${alert.level}`,
      topic: kpi.id,
      subject: 'all',
      level: alert.level,
      severity: kpi.severity,
      state: found === null ? 'window-not-full' : holds(found, alert) ? 'ok' : 'firing',
      limit: showLine(alert, kpi.unit),
      found,
      text: found === null ? 'no data' : show(found, kpi.unit),
      n: values.length,
      bound: told || `no state was read in the last ${showSpan(WINDOW_RULES.freshMs)}`,
      runbook: alert.runbook,
      reproduce: reproduce(target),
    },
  ];
}

/** R3 Critical: all endpoints return 5xx. Each endpoint's last probes must agree; one round is suspected. */
export function applicationDown({ samples, now, target }: RuleInput): Finding[] {
  const { level, severity, runbook, leastEndpoints, probesEach } = APPLICATION_DOWN;
  const recent = samples.filter((r) => fresh(r.at, now)).toSorted((a, b) => a.at.localeCompare(b.at));
  const byEndpoint = [...Map.groupBy(recent, (r) => r.endpoint).values()];
  const down = (r: HttpRecord): boolean => r.requests > 0 && r.serverErrors === r.requests;
  const all = (last: number): boolean =>
    byEndpoint.length >= leastEndpoints && byEndpoint.every((of) => of.length >= last && of.slice(-last).every(down));
  const failing = byEndpoint.filter((of) => of.slice(-1).every(down)).length;
  return [
    {
      rule: 'application.critical',
      topic: 'application',
      subject: 'all',
      level,
      severity,
      state:
        byEndpoint.length < leastEndpoints
          ? 'window-not-full'
          : all(probesEach)
            ? 'firing'
            : all(1)
              ? 'suspected'
              : 'ok',
      limit: 'not every endpoint answers 5xx',
      found: byEndpoint.length === 0 ? null : failing / byEndpoint.length,
      text: `${failing} of ${byEndpoint.length} endpoints answer 5xx`,
      n: recent.length,
      bound: `the last ${probesEach} probes of each endpoint decide`,
      runbook,
      reproduce: reproduce(target),
    },
  ];
}
